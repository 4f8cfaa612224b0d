import * as z from "zod";
import { defineLongJob, enqueueLongJob } from "@/lib/long-jobs";
import { poolSql, type Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { hotWrite, read } from "@/lib/verbs";
import type { Engine } from "../offline/child";
import { withoutSource } from "../offline/without-source";
import { type AuditRow, listAuditRows, viewsToAudit } from "../repository/audits";
import { findView, type ViewRow } from "../repository/views";
import { ByName } from "../terms";
import { AuditWork, NoCheckpoint, runAudit } from "./run-audit";
import type { FeatureAuditView } from "./schema";

const kind = {
  name: "audit-features",
  input: AuditWork,
  checkpoint: NoCheckpoint,
  permissions: ["features:write"],
  subject: ({ view }: AuditWork) => view,
  exclusive: ({ view_id }: AuditWork) => view_id,
} as const;

export const featureAudit = (engine: Engine) =>
  defineLongJob({ ...kind, run: (turn) => runAudit(engine, turn) });

/** Queues one. While one of the view is queued or running, that one is returned. */
export const auditView = hotWrite("features:write", ByName, async ({ input, audit, unchanged, ...rest }) => {
  const view = await existing(rest.sql, input.name);
  if (view.source === null) throw withoutSource(view.name);
  const started = await enqueueLongJob(kind, rest, { view: view.name, view_id: view.id });
  if (!started.created) return unchanged(started);
  const target = { type: "feature_view", id: view.name };
  return audit("feature_view.audit", { target, detail: { long_job: started.id } }, started);
});

/** One of each view that was materialised since the last. */
export const startDueAudits = hotWrite(
  "features:write",
  z.strictObject({}),
  async ({ unchanged, ...rest }) => {
    const due = await viewsToAudit(rest.sql, kind.name);
    for (const { id, name } of due) await enqueueLongJob(kind, rest, { view: name, view_id: id });
    // Nothing of anybody's is changed by looking, and the queue has a row for each.
    return unchanged(due.map(({ name }) => name));
  },
);

/** The newest first. */
export const listAudits = read("features:read", ByName, async (ctx, { name }) => {
  const sql = poolSql(ctx.db.pool);
  return { data: (await listAuditRows(sql, (await existing(sql, name)).id)).map(auditRowView) };
});

async function existing(sql: Sql, name: string): Promise<ViewRow> {
  const row = await findView(sql, name);
  if (!row) throw new NotFoundError("feature view", name);
  return row;
}

function auditRowView(row: AuditRow): FeatureAuditView {
  const sum = (field: "compared" | "mismatched") =>
    row.features.reduce((total, one) => total + one[field], 0);
  return {
    id: row.id,
    as_of: row.asOf.toISOString(),
    entities: row.entities,
    sampled: row.sampled,
    newer: row.newer,
    compared: sum("compared"),
    mismatched: sum("mismatched"),
    features: row.features.map(({ name, compared, mismatched, example }) => ({
      name,
      compared,
      mismatched,
      mismatch_rate: compared === 0 ? 0 : mismatched / compared,
      example,
    })),
    created_at: row.createdAt.toISOString(),
  };
}

import { defineLongJob, enqueueLongJob } from "@/lib/long-jobs";
import type { LongJobStarted } from "@/lib/long-jobs/schema";
import { poolSql, type Sql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { type HotWriteArgs, hotWrite, read } from "@/lib/verbs";
import {
  insertMaterialization,
  lastEnd,
  listMaterializationRows,
  type MaterializationRow,
} from "../repository/materializations";
import { findView, type ViewRow } from "../repository/views";
import { MaterializationInput, type MaterializationView } from "../schema";
import { ByName } from "../terms";
import { LIMITS } from "../values";
import type { Engine } from "./child";
import { nextStart } from "./interval";
import { withoutSource } from "./without-source";
import { Checkpoint, Work, writeLatest } from "./write-latest";

const kind = {
  name: "materialize-features",
  input: Work,
  checkpoint: Checkpoint,
  permissions: ["features:write"],
  subject: ({ view }: Work) => view,
  exclusive: ({ view_id }: Work) => view_id,
} as const;

/**
 * Writes the latest row of each entity from a view's files to its online store. It may be cut short anywhere and done again,
 * because a row that is not newer changes nothing.
 */
export const materialization = (engine: Engine) =>
  defineLongJob({ ...kind, run: (turn) => writeLatest(engine, turn) });

/** Queues it. While one of the view is queued or running, that one is returned. */
export const materializeView = hotWrite(
  "features:write",
  ByName.extend(MaterializationInput.shape),
  async ({ input, audit, unchanged, ...rest }) => {
    const { sql, ctx } = rest;
    const view = await existing(sql, input.name);
    if (view.source === null) throw withoutSource(view.name);
    const now = ctx.clock.now();
    const end = input.end === undefined ? now : new Date(input.end);
    if (end.getTime() > now.getTime() + 60_000)
      throw InvalidError.field(
        "/end",
        "The end lies in the future: a row of then would keep every later value out. Leave it out, or send the present time.",
        because("future_time"),
      );
    const start =
      input.start === undefined
        ? nextStart(await lastEnd(sql, view.id), view.ttlSeconds, end)
        : new Date(input.start);
    if (start >= end)
      throw InvalidError.field("/start", "The start must be before the end.", because("range_order"));
    const range = { start, end, isIncremental: input.start === undefined };
    const started = await queueMaterialization(rest, view, range);
    if (!started.created) return unchanged(started);
    const detail = { start: start.toISOString(), end: end.toISOString(), long_job: started.id };
    return audit(
      "feature_view.materialize",
      { target: { type: "feature_view", id: view.name }, detail },
      started,
    );
  },
);

type Queueing = Pick<HotWriteArgs<unknown>, "sql" | "ctx" | "event" | "afterCommit">;
type Range = { start: Date; end: Date; isIncremental: boolean };

/** In the transaction of the caller. While one of the view is queued or running, that one is returned. */
export async function queueMaterialization(
  rest: Queueing,
  view: Pick<ViewRow, "id" | "name">,
  { start, end, isIncremental }: Range,
): Promise<LongJobStarted> {
  const started = await enqueueLongJob(kind, rest, {
    view: view.name,
    view_id: view.id,
    start: start.toISOString(),
    end: end.toISOString(),
    is_incremental: isIncremental,
  });
  const made = { id: started.id, viewId: view.id, start, end };
  if (started.created) await insertMaterialization(rest.sql, made, LIMITS.materializations);
  return started;
}

/** The newest first. */
export const listMaterializations = read("features:read", ByName, async (ctx, { name }) => {
  const sql = poolSql(ctx.db.pool);
  const rows = await listMaterializationRows(sql, (await existing(sql, name)).id);
  return { data: rows.map(materializationView) };
});

async function existing(sql: Sql, name: string): Promise<ViewRow> {
  const row = await findView(sql, name);
  if (!row) throw new NotFoundError("feature view", name);
  return row;
}

function materializationView(row: MaterializationRow): MaterializationView {
  const { startedAt, endedAt } = row;
  return {
    id: row.id,
    start: row.startAt.toISOString(),
    end: row.endAt.toISOString(),
    state: row.state,
    rows: row.rows,
    duration_seconds: startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1_000 : null,
    error: row.error,
    created_at: row.createdAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
  };
}

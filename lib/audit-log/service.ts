import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { csvLine } from "@/lib/platform/csv";
import { poolSql } from "@/lib/platform/db";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { read } from "@/lib/verbs";
import { CSV_COLUMNS, csvRow, jsonLine } from "./export-lines";
import { findValues, listAuditRows } from "./repository";
import { AuditExportQuery, AuditQuery, type AuditValues, type AuditView } from "./schema";
import { describeTargets } from "./targets";

/** Newest first. */
export const listAudit = read("audit:read", AuditQuery, async (ctx, { limit, cursor, ...filter }) => {
  const after = cursor ? String(decodeCursor(cursor)[0]) : null;
  const rows = await listAuditRows(ctx.db, filter, after, limit + 1);
  const view = await viewerOf(ctx, rows);
  return toPage(rows, limit, (row) => [row.id], view);
});

/** Actors, actions and kinds of targets of the newest rows. */
export const listAuditValues = read("audit:read", z.strictObject({}), async (ctx): Promise<AuditValues> => {
  const { actors, actions, targets } = await findValues(poolSql(ctx.db.pool));
  return { actors, actions, target_types: targets };
});

const EXPORT_PAGE = 500;

/** Streams all matching rows, newest first, page by page: constant memory, no limit. */
export const exportAudit = read("audit:read", AuditExportQuery, async (ctx, { format, ...filter }) => {
  const encoder = new TextEncoder();
  let after: string | null = null;
  const first = format === "csv" ? csvLine(CSV_COLUMNS) : "";
  return {
    format,
    body: new ReadableStream<Uint8Array>({
      start(controller) {
        if (first) controller.enqueue(encoder.encode(first));
      },
      async pull(controller) {
        const rows = await listAuditRows(ctx.db, filter, after, EXPORT_PAGE);
        const line = format === "csv" ? csvRow : jsonLine;
        if (rows.length > 0) {
          const view = await viewerOf(ctx, rows);
          controller.enqueue(encoder.encode(rows.map(view).map(line).join("")));
        }
        after = rows.at(-1)?.id ?? null;
        if (rows.length < EXPORT_PAGE) controller.close();
      },
    }),
  };
});

type Row = Awaited<ReturnType<typeof listAuditRows>>[number];

async function viewerOf(ctx: Ctx, rows: readonly Row[]): Promise<(row: Row) => AuditView> {
  const targets = rows.map(({ targetType, targetId }) => ({ type: targetType, id: targetId }));
  const targetOf = await describeTargets(poolSql(ctx.db.pool), targets);
  return (row) => auditView(row, targetOf({ type: row.targetType, id: row.targetId }));
}

function auditView(row: Row, target: AuditView["target"]): AuditView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType, id: row.actorId, name: row.actorName, role: row.actorRole },
    ip: row.ip,
    request_id: row.requestId,
    action: row.action,
    target,
    outcome: row.outcome,
    before: row.before,
    after: row.after,
    detail: row.detail,
  };
}

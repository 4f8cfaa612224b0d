import { csvLine } from "@/lib/platform/csv";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { read } from "@/lib/verbs";
import { CSV_COLUMNS, csvRow, jsonLine } from "./export-lines";
import { listAuditRows } from "./repository";
import { AuditExportQuery, AuditQuery, type AuditView } from "./schema";

/** Newest first. */
export const listAudit = read("audit:read", AuditQuery, async (ctx, { limit, cursor, ...filter }) => {
  const after = cursor ? String(decodeCursor(cursor)[0]) : null;
  const rows = await listAuditRows(ctx.db, filter, after, limit + 1);
  return toPage(rows, limit, (row) => [row.id], auditView);
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
        if (rows.length > 0) controller.enqueue(encoder.encode(rows.map(auditView).map(line).join("")));
        after = rows.at(-1)?.id ?? null;
        if (rows.length < EXPORT_PAGE) controller.close();
      },
    }),
  };
});

function auditView(row: Awaited<ReturnType<typeof listAuditRows>>[number]): AuditView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType, id: row.actorId, name: row.actorName, role: row.actorRole },
    ip: row.ip,
    request_id: row.requestId,
    action: row.action,
    target: { type: row.targetType, id: row.targetId },
    outcome: row.outcome,
    before: row.before,
    after: row.after,
    detail: row.detail,
  };
}

import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { listAuditRows } from "./repository";
import { AuditQuery, type AuditView } from "./schema";
import { read } from "./write";

/** Newest first. */
export const listAudit = read("audit:read", AuditQuery, async (ctx, { limit, cursor, ...filter }) => {
  const after = cursor ? String(decodeCursor(cursor)[0]) : null;
  const rows = await listAuditRows(ctx.db, filter, after, limit + 1);
  return toPage(
    rows,
    limit,
    (row) => [row.id],
    (row): AuditView => ({
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
    }),
  );
});

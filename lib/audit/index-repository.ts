import type { Sql } from "@/lib/platform/db";

/** A row of the audit log, as far as the log search tells it: what was there before and after is on the page of the log. */
export type AuditFact = {
  id: string;
  at: Date;
  actorType: string;
  actorId: string | null;
  actorName: string;
  ip: string | null;
  requestId: string | null;
  action: string;
  targetType: string | null;
  targetId: string | null;
  outcome: string;
};

/** Rows that the log search does not have, the oldest first. */
export function auditToIndex(sql: Sql, limit: number): Promise<AuditFact[]> {
  return sql.rows<AuditFact>(
    `SELECT a.id, a.at, a.actor_type AS "actorType", a.actor_id AS "actorId", a.actor_name AS "actorName", a.ip,
       a.request_id AS "requestId", a.action, a.target_type AS "targetType", a.target_id AS "targetId", a.outcome
     FROM audit_to_index o JOIN audit_log a ON a.id = o.id ORDER BY o.id LIMIT $1::int`,
    [limit],
  );
}

export async function markAuditIndexed(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.rows("DELETE FROM audit_to_index WHERE id = ANY($1::text[])", [ids]);
}

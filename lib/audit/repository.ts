import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";

type AuditRow = Pick<Ctx, "actor" | "ip" | "requestId"> & {
  id: string;
  action: string;
  target: { type: string; id: string };
  outcome: string;
  before: string | null;
  after: string | null;
  detail: string | null;
};

export async function insertAuditRow(sql: Sql, { actor, target, ...row }: AuditRow): Promise<void> {
  await sql.hot(
    `WITH made AS (
       INSERT INTO audit_log (id, actor_type, actor_id, actor_name, actor_role, ip, request_id, action, target_type,
         target_id, outcome, before, after, detail)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, $14::jsonb)
       RETURNING id
     )
     INSERT INTO audit_to_index (id) SELECT id FROM made`,
    [
      ...[row.id, actor.type, actor.id, actor.name, actor.role, row.ip, row.requestId],
      ...[row.action, target.type, target.id, row.outcome, row.before, row.after, row.detail],
    ],
  );
}

/** Deletes the oldest rows that are older than `days`; `until` is the time of the newest of them. */
export async function deleteAuditRows(
  sql: Sql,
  days: number,
  limit: number,
): Promise<{ rows: number; until: Date | null }> {
  const [gone] = await sql.rows<{ rows: number; until: Date | null }>(
    `WITH gone AS (
       DELETE FROM audit_log WHERE id IN (
         SELECT id FROM audit_log WHERE at < now() - $1::int * interval '1 day'
         ORDER BY at LIMIT $2::int FOR UPDATE SKIP LOCKED)
       RETURNING at
     )
     SELECT count(*)::int AS rows, max(at) AS until FROM gone`,
    [days, limit],
  );
  return gone ?? { rows: 0, until: null };
}

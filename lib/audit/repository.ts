import type { Sql } from "@/lib/platform/db";

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

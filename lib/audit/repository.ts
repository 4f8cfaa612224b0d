import type { Db, Sql } from "@/lib/platform/db";

export type AuditFilter = {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  outcome?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
};

export function listAuditRows(db: Db, filter: AuditFilter, after: string | null, take: number) {
  return db.prisma.auditLog.findMany({
    where: {
      ...(after ? { id: { lt: after } } : {}),
      ...(filter.actor
        ? {
            OR: [
              { actorId: filter.actor },
              { actorName: { contains: filter.actor, mode: "insensitive" as const } },
            ],
          }
        : {}),
      ...(filter.action ? { action: { startsWith: filter.action } } : {}),
      ...(filter.target ? { targetId: filter.target } : {}),
      ...(filter.outcome ? { outcome: filter.outcome } : {}),
      ...(filter.since || filter.until
        ? {
            at: {
              ...(filter.since ? { gte: new Date(filter.since) } : {}),
              ...(filter.until ? { lt: new Date(filter.until) } : {}),
            },
          }
        : {}),
    },
    orderBy: { id: "desc" },
    take,
  });
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

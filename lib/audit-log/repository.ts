import type { Db } from "@/lib/platform/db";

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

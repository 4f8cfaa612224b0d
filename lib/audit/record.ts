import type { Ctx } from "@/lib/platform/context";
import type { Prisma, Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { maskSecrets } from "./diff";

export type AuditEntry = {
  target: { type: string; id: string };
  before?: unknown;
  after?: unknown;
  detail?: unknown;
};

/** Fail-closed: called inside the transaction of the change, so a row that cannot be written rolls the change back. */
export async function recordAudit(
  tx: Tx,
  ctx: Ctx,
  action: string,
  entry: AuditEntry,
  outcome: "success" | "denied" | "failed" = "success",
): Promise<void> {
  const { actor } = ctx;
  await tx.auditLog.create({
    data: {
      id: newId("aud"),
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      actorRole: actor.role,
      ip: ctx.ip,
      requestId: ctx.requestId,
      action,
      targetType: entry.target.type,
      targetId: entry.target.id,
      outcome,
      ...json("before", entry.before),
      ...json("after", entry.after),
      ...json("detail", entry.detail),
    },
  });
}

/** A write that was refused is a row too. */
export async function recordDenied(ctx: Ctx, permission: string): Promise<void> {
  await recordAudit(
    ctx.db.prisma,
    ctx,
    "access.denied",
    { target: { type: "permission", id: permission } },
    "denied",
  );
}

function json<K extends string>(key: K, value: unknown): { [P in K]?: Prisma.InputJsonValue } {
  if (value === undefined) return {};
  return { [key]: maskSecrets(value) as Prisma.InputJsonValue } as { [P in K]?: Prisma.InputJsonValue };
}

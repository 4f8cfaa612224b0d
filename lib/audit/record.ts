import type { Ctx } from "@/lib/platform/context";
import { type Sql, type Tx, txSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { maskSecrets } from "./diff";
import { insertAuditRow } from "./repository";

export type AuditEntry = {
  target: { type: string; id: string };
  before?: unknown;
  after?: unknown;
  detail?: unknown;
};

type Outcome = "success" | "denied" | "failed";

/** Fail-closed: called inside the transaction of the change, so a row that cannot be written rolls the change back. */
export async function recordAudit(
  tx: Tx,
  ctx: Ctx,
  action: string,
  entry: AuditEntry,
  outcome: Outcome = "success",
): Promise<void> {
  await recordAuditSql(txSql(tx), ctx, action, entry, outcome);
}

export async function recordAuditSql(
  sql: Sql,
  { actor, ip, requestId }: Ctx,
  action: string,
  { target, before, after, detail }: AuditEntry,
  outcome: Outcome = "success",
): Promise<void> {
  await insertAuditRow(sql, {
    id: newId("aud"),
    actor,
    ip,
    requestId,
    action,
    target,
    outcome,
    before: json(before),
    after: json(after),
    detail: json(detail),
  });
}

/** Rows are kept for more than a year, so a caller in a loop must not fill the table. */
export const MOST_DENIED_A_MINUTE = 20;

/** Records a refused write. The last row of a minute says that further ones are not recorded. */
export async function recordDenied(ctx: Ctx, permission: string): Promise<void> {
  const number = await deniedThisMinute(ctx);
  if (number > MOST_DENIED_A_MINUTE) return;
  const isLast = number === MOST_DENIED_A_MINUTE;
  await recordAudit(
    ctx.db.prisma,
    ctx,
    "access.denied",
    {
      target: { type: "permission", id: permission },
      ...(isLast ? { detail: { more_this_minute_are_not_recorded: true } } : {}),
    },
    "denied",
  );
}

/** 1 for the first of its minute. Without Redis always 1, so every one is recorded. */
async function deniedThisMinute({ redis, clock, actor }: Ctx): Promise<number> {
  const key = `gwanje:denied:${actor.id}:${Math.floor(clock.now().getTime() / 60_000)}`;
  const replies = await redis
    .multi()
    .incr(key)
    .expire(key, 120)
    .exec()
    .catch(() => null);
  return Number(replies?.[0]?.[1] ?? 1);
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(maskSecrets(value));
}

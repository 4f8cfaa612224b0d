import * as z from "zod";
import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read, write } from "@/lib/verbs";
import { PasswordPolicy, whyNoPassword } from "./password-policy";
import * as repository from "./repository";
import type { StepUpWays } from "./schema";
import type { Identity } from "./sso";
import { refuseStepUp, type StepUpProof, type StepUpRefusal } from "./step-up-rules";

/** As long as next-auth keeps a sign-in's state. */
const ROUND_SECONDS = 900;
const roundKey = (sid: string) => `gwanje:step-up:${sid}`;

/** The ways in which the person of this session can confirm their identity. `providers`: those of this installation. */
export const listStepUpWays = read(
  "self:write",
  z.strictObject({
    passwords: PasswordPolicy,
    providers: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  }),
  async (ctx, { passwords, providers }): Promise<StepUpWays> => {
    const user = await repository.getUserRow(ctx.db.prisma, ctx.actor.id);
    const linked = await repository.listIdentityRows(ctx.db.prisma, user.id);
    return {
      password: user.passwordHash !== null && whyNoPassword(passwords, user) === null,
      providers: providers.filter(({ id }) => linked.some((row) => row.provider === id)),
    };
  },
);

/** Begins a round at a provider. A second round replaces the first. */
export async function beginStepUp(ctx: Ctx, provider: string): Promise<void> {
  const sid = ctx.actor.sessionId;
  if (!sid) return;
  const began = `${ctx.clock.now().getTime()} ${provider}`;
  // Without Redis the round is not stored, and its reply will be refused.
  await ctx.redis.set(roundKey(sid), began, "EX", ROUND_SECONDS).catch(() => null);
}

/**
 * Ends a round with the provider's verified reply. Returns null on success: for ten minutes the session counts as if
 * just signed in. Refusals are returned, not thrown; both are audited.
 */
export async function confirmIdentity(
  ctx: Ctx,
  { identity, proof }: { identity: Identity; proof: StepUpProof },
): Promise<StepUpRefusal | null> {
  const { provider, subject } = identity;
  const owner = await repository.findIdentityOwner(ctx.db.prisma, provider, subject);
  const refusal = refuseStepUp({
    userId: ctx.actor.id,
    provider,
    proof,
    round: await takeRound(ctx),
    owner: owner?.id ?? null,
  });
  if (refusal === null) await markProven(ctx, { provider });
  else await recordRefusedStepUp(ctx, provider, refusal, subject);
  return refusal;
}

/** Also for a reply that failed verification, whose subject is unknown. */
export function recordRefusedStepUp(
  ctx: Ctx,
  method: string,
  reason: string,
  subject?: string,
): Promise<void> {
  const target = { type: "session", id: ctx.actor.sessionId ?? "unknown" };
  const detail = { method, reason, ...(subject === undefined ? {} : { subject }) };
  return recordAudit(ctx.db.prisma, ctx, "session.step_up", { target, detail }, "failed");
}

const markProven = write(
  "self:write",
  z.strictObject({ provider: z.string() }),
  async ({ tx, ctx, input, audit }) => {
    const sid = ctx.actor.sessionId ?? "";
    const { count } = await repository.markStepUp(tx, sid, ctx.clock.now());
    if (count === 0)
      throw new ConflictError("This session has ended. Sign in again.", because("session_ended"));
    const target = { type: "session", id: sid };
    return audit("session.step_up", { target, detail: { method: input.provider } }, undefined);
  },
);

/** GETDEL, so a round is used once. */
async function takeRound(ctx: Ctx): Promise<{ provider: string; beganAt: Date } | null> {
  const text = await ctx.redis.getdel(roundKey(ctx.actor.sessionId ?? "")).catch(() => null);
  const [, at, provider] = /^(\d+) (\w+)$/.exec(text ?? "") ?? [];
  return at && provider ? { provider, beganAt: new Date(Number(at)) } : null;
}

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

/** As long as next-auth keeps the state of a sign-in. */
const ROUND_SECONDS = 900;
const roundKey = (sid: string) => `gwanje:step-up:${sid}`;

/** How the person of this session may confirm that it is them. `providers`: those of this installation. */
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

/** The session sets out for a provider. A second round takes the place of the first. */
export async function beginStepUp(ctx: Ctx, provider: string): Promise<void> {
  const sid = ctx.actor.sessionId;
  if (!sid) return;
  const began = `${ctx.clock.now().getTime()} ${provider}`;
  // Without Redis there is no round to come back to, and the answer is refused.
  await ctx.redis.set(roundKey(sid), began, "EX", ROUND_SECONDS).catch(() => null);
}

/**
 * The session came back with an answer of the provider, verified before. Null: for the next ten minutes it counts as if
 * just signed in. Never throws for a refusal; both are audit rows.
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

/** Also for an answer that did not verify, of which no subject is known. */
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

/** Once: whoever comes second finds nothing. */
async function takeRound(ctx: Ctx): Promise<{ provider: string; beganAt: Date } | null> {
  const text = await ctx.redis.getdel(roundKey(ctx.actor.sessionId ?? "")).catch(() => null);
  const [, at, provider] = /^(\d+) (\w+)$/.exec(text ?? "") ?? [];
  return at && provider ? { provider, beganAt: new Date(Number(at)) } : null;
}

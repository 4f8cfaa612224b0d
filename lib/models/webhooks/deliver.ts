import type { AllowList } from "@/lib/platform/address";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { RefusedUrl, type SafeRequest, safeFetch } from "@/lib/platform/safe-fetch";
import { claimDeliveries, type DueDelivery, endAttempt, switchOff } from "../repository/webhooks";
import { addressProblem } from "./address";
import { outcomeOf } from "./outcome";
import { openSecret } from "./secret";
import { signed } from "./sign";

const AT_ONCE = 10;
const TIMEOUT_MS = 10_000;
/** Longer than an attempt takes at most. */
const HOLD_MS = 60_000;
/** Of an answer only so much is read and kept. */
const MOST_BYTES = 1_000;

type Options = { allow: AllowList } & Pick<SafeRequest, "resolve">;

/** Sends what is due, a few at once; returns how many. Each attempt ends by itself, so that one receiver stops no other. */
export async function deliverDue(ctx: Ctx, options: Options): Promise<number> {
  const due = await claimDeliveries(poolSql(ctx.db.pool), AT_ONCE, HOLD_MS);
  await Promise.all(due.map((delivery) => attempt(ctx, delivery, options)));
  return due.length;
}

async function attempt(ctx: Ctx, delivery: DueDelivery, options: Options): Promise<void> {
  const { status, said } = await send(ctx, delivery, options);
  const outcome = outcomeOf(status, delivery.attempts);
  const sql = poolSql(ctx.db.pool);
  await endAttempt(sql, {
    id: delivery.id,
    attempts: delivery.attempts,
    state: outcome.state,
    waitMs: outcome.state === "pending" ? outcome.waitMs : 0,
    status,
    said,
  });
  if (outcome.state === "failed" && outcome.isGone) await switchOff(sql, delivery.webhookId);
}

async function send(
  ctx: Ctx,
  { id, webhookId, url, secretEnc, body }: DueDelivery,
  { allow, resolve }: Options,
): Promise<{ status: number | null; said: string }> {
  const problem = addressProblem(url, allow);
  if (problem) return { status: null, said: `The address ${problem}.` };
  const secret = openSecret(ctx, webhookId, secretEnc);
  if (secret === null)
    return {
      status: null,
      said: "The secret cannot be read: GWANJE_SECRET is not the one it was stored under. Make a new webhook.",
    };
  try {
    const answer = await safeFetch({
      url,
      method: "POST",
      headers: { "content-type": "application/json", ...signed(secret, { id, body }, ctx.clock.now()) },
      body,
      allow,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MOST_BYTES,
      ...(resolve && { resolve }),
    });
    return { status: answer.status, said: storable(answer.body.toString("utf8")) };
  } catch (error) {
    return { status: null, said: error instanceof RefusedUrl ? error.message : reasonOf(error) };
  }
}

const reasonOf = (error: unknown) => storable(error instanceof Error ? error.message : String(error));
/** The database takes no NUL. */
const storable = (text: string) => text.replaceAll("\0", "").slice(0, MOST_BYTES);

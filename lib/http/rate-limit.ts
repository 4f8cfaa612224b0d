import type { Ctx } from "@/lib/platform/context";
import { RateLimitedError } from "@/lib/platform/errors";

/** Calls a minute, for each token; without sign-in, for each address. */
export const RATES = { read: 600, write: 120, auth: 10 } as const;
export type RateClass = keyof typeof RATES;
export type Budget = { limit: number; remaining: number; resetSeconds: number };

const WINDOW_SECONDS = 60;

/** Takes one call from a budget. Null without Redis, where calls are not limited. */
export async function takeCall(
  { redis, clock }: Pick<Ctx, "redis" | "clock">,
  rate: RateClass,
  who: string,
): Promise<Budget | null> {
  const second = Math.floor(clock.now().getTime() / 1_000);
  const window = Math.floor(second / WINDOW_SECONDS);
  const key = `gwanje:rate:${rate}:${who}:${window}`;
  const replies = await redis
    .multi()
    .incr(key)
    .expire(key, 2 * WINDOW_SECONDS)
    .exec()
    .catch(() => null);
  const used = Number(replies?.[0]?.[1] ?? Number.NaN);
  if (Number.isNaN(used)) return null;
  const limit = RATES[rate];
  return {
    limit,
    remaining: limit - used,
    resetSeconds: (window + 1) * WINDOW_SECONDS - second,
  };
}

/** Throws when the budget is used up. */
export function refuseOverdrawn(budget: Budget | null): void {
  if (budget && budget.remaining < 0)
    throw new RateLimitedError(
      `More than ${budget.limit} calls in a minute. Try again in ${budget.resetSeconds} s.`,
      budget.resetSeconds,
    );
}

export function tellBudget(headers: Headers, budget: Budget | null): void {
  if (!budget) return;
  headers.set("x-ratelimit-limit", String(budget.limit));
  headers.set("x-ratelimit-remaining", String(Math.max(0, budget.remaining)));
  headers.set("x-ratelimit-reset", String(budget.resetSeconds));
}

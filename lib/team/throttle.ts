import type { Redis } from "ioredis";
import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { RateLimitedError } from "@/lib/platform/errors";
import * as repository from "./repository";
import { GIVE_BACK, TAKE } from "./throttle-scripts";

/**
 * Throttles guesses at passwords. Limits of failures: 5 in 5 minutes for an account from one address, then a wait that
 * doubles up to 15 minutes; 20 an hour for an account from all addresses; 10 a minute and 50 an hour for an address.
 * An account is counted by the typed e-mail address, so an unknown one behaves the same.
 *
 * A guess is counted before it is evaluated, in one atomic step with the check, and taken back when it is right. So of
 * many parallel guesses no more than the limit are evaluated.
 *
 * Nobody can lock an account out. Where the account signed in by password from this address within 30 days, or chose a
 * new password there, only the first limit applies. Identity providers are not throttled here.
 *
 * Audit log: a row for each counted failure, and one for the first attempt that each block refused, with the limit's
 * name. Further attempts during a block leave no rows.
 */
const PAIR = { failures: 5, windowSeconds: 300, firstWaitSeconds: 60, maxWaitSeconds: 900 };
const ACCOUNT = { failures: 20, windowSeconds: 3_600 };
const ADDRESS = { failures: 50, windowSeconds: 3_600 };
const MINUTE = { failures: 10, windowSeconds: 60 };
const KNOWN_SECONDS = 30 * 24 * 3_600;

/** Seconds to wait after so many failures of one account from one address; 0 for none. */
export function waitAfter(failures: number): number {
  if (failures < PAIR.failures) return 0;
  return Math.min(PAIR.firstWaitSeconds * 2 ** (failures - PAIR.failures), PAIR.maxWaitSeconds);
}
const WAITS = [5, 6, 7, 8, 9].map(waitAfter);

/** In the order of the scripts. */
const keysOf = (email: string, ip: string) => [
  `gwanje:throttle:wait:${email}:${ip}`,
  `gwanje:throttle:known:${email}:${ip}`,
  `gwanje:throttle:pair:${email}:${ip}`,
  `gwanje:throttle:account:${email}`,
  `gwanje:throttle:ip:${ip}`,
  `gwanje:throttle:minute:${ip}`,
];
const COUNTED = [PAIR, ACCOUNT, ADDRESS, MINUTE].flatMap((rule) => [rule.failures, rule.windowSeconds]);
/** In the order of the scripts' numbers, with the index of the key that holds the wait. */
const RULES = [
  { rule: "account_and_address", key: 0 },
  { rule: "account", key: 3 },
  { rule: "address", key: 4 },
  { rule: "address", key: 5 },
] as const;
const toldKey = (blockedBy: string) => `gwanje:throttle:told:${blockedBy}`;

/** `ofAccount`: guesses at the account within its hour, including this one; 0 without Redis. */
export type Guess = { ofAccount: number };

/**
 * Counts a guess as a failure before it is evaluated. Throws RateLimitedError, without counting, when it must wait.
 * Without Redis every guess is let through: argon2 and the queue of hashes still slow guessers down.
 */
export async function takeGuess(ctx: Ctx, email: string, ip: string): Promise<Guess> {
  const keys = keysOf(email, ip);
  const answer = await ctx.redis.eval(TAKE, keys.length, ...keys, ...COUNTED, ...WAITS).catch(() => null);
  const [blockedBy, number = 0] = Array.isArray(answer) ? answer.map(Number) : [-1, 0];
  const block = RULES[blockedBy ?? -1];
  if (!block) return { ofAccount: number };
  await tellBlock(ctx, email, { rule: block.rule, key: keys[block.key] ?? "", waitSeconds: number });
  throw tooMany(number);
}

type Block = { rule: (typeof RULES)[number]["rule"]; key: string; waitSeconds: number };

async function tellBlock(ctx: Ctx, email: string, { rule, key, waitSeconds }: Block): Promise<void> {
  const told = await ctx.redis.set(toldKey(key), "1", "EX", waitSeconds, "NX").catch(() => null);
  if (told !== "OK") return;
  const user = email === "" ? null : await repository.findUserByEmail(ctx.db.prisma, email);
  // In a transaction of its own, because the refusal rolls the caller's back.
  await recordAudit(
    ctx.db.prisma,
    ctx,
    "session.throttle",
    { target: { type: "user", id: user?.id ?? "unknown" }, detail: { rule, wait_seconds: waitSeconds } },
    "denied",
  );
}

/** Records a wrong guess. The one that reaches an account's 20 an hour is noted on its member, for warnings.ts. */
export async function noteFailure(ctx: Ctx, email: string, { ofAccount }: Guess): Promise<void> {
  // For an unknown address this costs the database the same query.
  if (ofAccount === ACCOUNT.failures)
    await repository.noteManyFailures(ctx.db.prisma, email, ctx.clock.now());
}

/** Takes back a guess that was right or was not evaluated. Other guesses at the account or from the address stay counted. */
export async function giveBack(redis: Redis, email: string, ip: string): Promise<void> {
  const keys = keysOf(email, ip);
  await redis.eval(GIVE_BACK, keys.length, ...keys, PAIR.failures).catch(() => null);
}

/** After a success, remembers the address and forgets its failures at this account. */
export async function forgetFailures(redis: Redis, email: string, ip: string): Promise<void> {
  const [wait = "", known = "", pair = ""] = keysOf(email, ip);
  await Promise.all([redis.del(pair, wait), redis.set(known, "1", "EX", KNOWN_SECONDS)]).catch(() => null);
}

function tooMany(seconds: number): RateLimitedError {
  return new RateLimitedError(`Too many failed sign-ins. Try again in ${seconds} s.`, seconds);
}

import type { Redis } from "ioredis";
import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { RateLimitedError } from "@/lib/platform/errors";
import * as repository from "./repository";

/**
 * Sign-in throttle. Counts failures: per account and address 5 in 5 minutes, then a wait that doubles up to 15 minutes;
 * per account 20 an hour over all addresses; per address 10 a minute and 50 an hour. An account is counted by the address
 * that was typed, so that one that does not exist answers the same.
 *
 * Never a hard lock, which would let anyone lock anyone out. Whoever spends an account's 20 from many addresses closes it
 * only to strangers: an address from which this account signed in by password or chose a new one by a link within 30 days
 * passes that rule (the other rules hold for it), and identity providers never come through here.
 *
 * In the audit log: each counted failure is a row, and of each block the first attempt that it turned away, naming the
 * rule. What a flood sends into a block leaves nothing more, so its rows are bounded by the rules above.
 */
const PAIR = { failures: 5, windowSeconds: 300, firstWaitSeconds: 60, maxWaitSeconds: 900 };
const ACCOUNT = { failures: 20, windowSeconds: 3_600 };
const ADDRESS = { failures: 50, windowSeconds: 3_600 };
const MINUTE = { failures: 10, windowSeconds: 60 };
const KNOWN_SECONDS = 30 * 24 * 3_600;

/** Seconds to wait after so many failures of one account from one address; 0: go on. */
export function waitAfter(failures: number): number {
  if (failures < PAIR.failures) return 0;
  return Math.min(PAIR.firstWaitSeconds * 2 ** (failures - PAIR.failures), PAIR.maxWaitSeconds);
}

const pairKey = (email: string, ip: string) => `gwanje:throttle:pair:${email}:${ip}`;
const waitKey = (email: string, ip: string) => `gwanje:throttle:wait:${email}:${ip}`;
const knownKey = (email: string, ip: string) => `gwanje:throttle:known:${email}:${ip}`;
const accountKey = (email: string) => `gwanje:throttle:account:${email}`;
const addressKey = (ip: string) => `gwanje:throttle:ip:${ip}`;
const minuteKey = (ip: string) => `gwanje:throttle:minute:${ip}`;
const toldKey = (blockedBy: string) => `gwanje:throttle:told:${blockedBy}`;

type Block = { rule: "account_and_address" | "account" | "address"; key: string; waitSeconds: number };

/**
 * Throws RateLimitedError when this sign-in must wait. Without Redis sign-in goes on: argon2 and the queue of hashes
 * still slow a guesser down.
 */
export async function checkThrottle(ctx: Ctx, email: string, ip: string): Promise<void> {
  const block = await findBlock(ctx.redis, email, ip).catch(() => null);
  if (!block) return;
  const told = await ctx.redis.set(toldKey(block.key), "1", "EX", block.waitSeconds, "NX").catch(() => null);
  if (told === "OK") {
    const user = email === "" ? null : await repository.findUserByEmail(ctx.db.prisma, email);
    // By itself: the refusal below rolls a caller's transaction back.
    await recordAudit(
      ctx.db.prisma,
      ctx,
      "session.throttle",
      {
        target: { type: "user", id: user?.id ?? "unknown" },
        detail: { rule: block.rule, wait_seconds: block.waitSeconds },
      },
      "denied",
    );
  }
  throw tooMany(block.waitSeconds);
}

async function findBlock(redis: Redis, email: string, ip: string): Promise<Block | null> {
  const [wait, ofAccount, known, ofAddress, ofMinute] = await Promise.all([
    redis.ttl(waitKey(email, ip)),
    redis.get(accountKey(email)),
    redis.exists(knownKey(email, ip)),
    redis.get(addressKey(ip)),
    redis.get(minuteKey(ip)),
  ]);
  if (wait > 0) return { rule: "account_and_address", key: waitKey(email, ip), waitSeconds: wait };
  const over: [string, Block["rule"]] | null =
    known === 0 && Number(ofAccount ?? 0) >= ACCOUNT.failures
      ? [accountKey(email), "account"]
      : Number(ofAddress ?? 0) >= ADDRESS.failures
        ? [addressKey(ip), "address"]
        : Number(ofMinute ?? 0) >= MINUTE.failures
          ? [minuteKey(ip), "address"]
          : null;
  if (!over) return null;
  const [key, rule] = over;
  return { rule, key, waitSeconds: Math.max(await redis.ttl(key), 1) };
}

/** Counts a failure; the one that spends an account's 20 an hour is noted with its member, whom warnings.ts tells. */
export async function noteFailure(ctx: Ctx, email: string, ip: string): Promise<void> {
  const { ofAccount } = await countFailure(ctx.redis, email, ip);
  // Once an hour, and for an address without an account the same question to the database.
  if (ofAccount === ACCOUNT.failures)
    await repository.noteManyFailures(ctx.db.prisma, email, ctx.clock.now());
}

/** `ofAccount`: how many this account has within its hour; 0 without Redis. */
export async function countFailure(redis: Redis, email: string, ip: string): Promise<{ ofAccount: number }> {
  const counted = await Promise.all([
    bump(redis, pairKey(email, ip), PAIR.windowSeconds),
    bump(redis, accountKey(email), ACCOUNT.windowSeconds),
    bump(redis, addressKey(ip), ADDRESS.windowSeconds),
    bump(redis, minuteKey(ip), MINUTE.windowSeconds),
  ]).catch(() => null);
  const [ofPair = 0, ofAccount = 0] = counted ?? [];
  const wait = waitAfter(ofPair);
  if (wait === 0) return { ofAccount };
  // The count must outlive the wait, or the doubling would start again.
  await Promise.all([
    redis.set(waitKey(email, ip), "1", "EX", wait),
    redis.expire(pairKey(email, ip), wait + PAIR.windowSeconds),
  ]).catch(() => null);
  return { ofAccount };
}

/**
 * After a success: the address is known from here on. The account's own count stays, as it is of other people's
 * addresses too.
 */
export async function forgetFailures(redis: Redis, email: string, ip: string): Promise<void> {
  await Promise.all([
    redis.del(pairKey(email, ip), waitKey(email, ip)),
    redis.set(knownKey(email, ip), "1", "EX", KNOWN_SECONDS),
  ]).catch(() => null);
}

async function bump(redis: Redis, key: string, windowSeconds: number): Promise<number> {
  const count = await redis.incr(key);
  if (count === 1) await redis.expire(key, windowSeconds);
  return count;
}

function tooMany(seconds: number): RateLimitedError {
  return new RateLimitedError(`Too many failed sign-ins. Try again in ${seconds} s.`, seconds);
}

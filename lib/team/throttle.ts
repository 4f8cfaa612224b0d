import type { Redis } from "ioredis";
import { RateLimitedError } from "@/lib/platform/errors";

/**
 * Sign-in throttle. Counts failures: per account and address 5 in 5 minutes, then a wait that doubles up to 15 minutes;
 * per address 10 a minute and 50 an hour. Never a hard lock of the account: that would let anyone lock anyone out.
 */
const PAIR = { failures: 5, windowSeconds: 300, firstWaitSeconds: 60, maxWaitSeconds: 900 };
const ADDRESS = { failures: 50, windowSeconds: 3_600 };
const MINUTE = { failures: 10, windowSeconds: 60 };

/** Seconds to wait after so many failures of one account from one address; 0: go on. */
export function waitAfter(failures: number): number {
  if (failures < PAIR.failures) return 0;
  return Math.min(PAIR.firstWaitSeconds * 2 ** (failures - PAIR.failures), PAIR.maxWaitSeconds);
}

const pairKey = (email: string, ip: string) => `gwanje:throttle:pair:${email}:${ip}`;
const waitKey = (email: string, ip: string) => `gwanje:throttle:wait:${email}:${ip}`;
const addressKey = (ip: string) => `gwanje:throttle:ip:${ip}`;
const minuteKey = (ip: string) => `gwanje:throttle:minute:${ip}`;

/** Throws when this sign-in must wait. Without Redis sign-in goes on: argon2 and the queue of hashes still slow a guesser down. */
export async function checkThrottle(redis: Redis, email: string, ip: string): Promise<void> {
  const found = await Promise.all([
    redis.ttl(waitKey(email, ip)),
    redis.get(addressKey(ip)),
    redis.ttl(addressKey(ip)),
    redis.get(minuteKey(ip)),
    redis.ttl(minuteKey(ip)),
  ]).catch(() => null);
  if (!found) return;
  const [wait, failures, addressWait, ofMinute, minuteWait] = found;
  if (wait > 0) throw tooMany(wait);
  if (Number(failures ?? 0) >= ADDRESS.failures) throw tooMany(Math.max(addressWait, 1));
  if (Number(ofMinute ?? 0) >= MINUTE.failures) throw tooMany(Math.max(minuteWait, 1));
}

export async function countFailure(redis: Redis, email: string, ip: string): Promise<void> {
  const counted = await Promise.all([
    bump(redis, pairKey(email, ip), PAIR.windowSeconds),
    bump(redis, addressKey(ip), ADDRESS.windowSeconds),
    bump(redis, minuteKey(ip), MINUTE.windowSeconds),
  ]).catch(() => null);
  const wait = waitAfter(counted?.[0] ?? 0);
  if (wait === 0) return;
  // The count must outlive the wait, or the doubling would start again.
  await Promise.all([
    redis.set(waitKey(email, ip), "1", "EX", wait),
    redis.expire(pairKey(email, ip), wait + PAIR.windowSeconds),
  ]).catch(() => null);
}

export async function forgetFailures(redis: Redis, email: string, ip: string): Promise<void> {
  await redis.del(pairKey(email, ip), waitKey(email, ip)).catch(() => null);
}

async function bump(redis: Redis, key: string, windowSeconds: number): Promise<number> {
  const count = await redis.incr(key);
  if (count === 1) await redis.expire(key, windowSeconds);
  return count;
}

function tooMany(seconds: number): RateLimitedError {
  return new RateLimitedError(`Too many failed sign-ins. Try again in ${seconds} s.`, seconds);
}

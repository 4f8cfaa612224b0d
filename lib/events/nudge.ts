import type { Redis } from "@/lib/platform/redis";

export const EVENTS_CHANNEL = "gwanje:events";
/** A process nudges at most this often: a wide run commits a hundred times a second. */
const GAP_MS = 40;

/** By connection, while the last nudge is too recent: whether another one was asked for since. */
const resting = new WeakMap<Redis, { again: boolean }>();

/** Says that there may be new rows. Never fails and never waits: a nudge that is lost costs readers one poll. */
export function nudgeReaders(redis: Redis): void {
  const rest = resting.get(redis);
  if (rest) {
    rest.again = true;
    return;
  }
  redis.publish(EVENTS_CHANNEL, "").catch(() => {});
  const begun = { again: false };
  resting.set(redis, begun);
  const timer = setTimeout(() => {
    resting.delete(redis);
    if (begun.again) nudgeReaders(redis);
  }, GAP_MS);
  timer.unref();
}

import type { Redis } from "@/lib/platform/redis";

export const WAKE_CHANNEL = "gwanje:wake";

/** Only saves the scheduler's next tick from being waited for; a lost one costs a second. */
export function wake(redis: Redis): void {
  redis.publish(WAKE_CHANNEL, "").catch(() => {});
}

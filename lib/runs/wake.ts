import type { Redis } from "@/lib/platform/redis";

export const WAKE_CHANNEL = "gwanje:wake";

/** Wakes the scheduler before its next tick. A lost message costs a second. */
export function wake(redis: Redis): void {
  redis.publish(WAKE_CHANNEL, "").catch(() => {});
}

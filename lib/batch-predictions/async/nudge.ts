import type { Redis } from "@/lib/platform/redis";

/** The channel on which processes hear that a request waits for its answer. */
export const ASYNC_CHANNEL = "gwanje:async-predictions";

export function nudgeAnswers(redis: Redis): void {
  // Without Redis the next look finds it.
  redis.publish(ASYNC_CHANNEL, "").catch(() => {});
}

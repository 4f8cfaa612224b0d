import { createBlockingRedis } from "./redis";

/** Wake-ups by Redis: all channels over one connection. A nudge carries no truth, so one that is lost costs time only. */
export type Nudges = {
  /** Returns how to stop listening. */
  on(channel: string, heard: (message: string) => void): () => void;
  close(): void;
};

export function createNudges(redisUrl: string): Nudges {
  const redis = createBlockingRedis(redisUrl);
  return {
    on(channel, heard) {
      const hear = (from: string, message: string) => {
        if (from === channel) heard(message);
      };
      redis.on("message", hear);
      // While Redis is away this waits; what it would announce is found by looking.
      void redis.subscribe(channel).catch(() => {});
      return () => void redis.off("message", hear);
    },
    close: () => redis.disconnect(),
  };
}

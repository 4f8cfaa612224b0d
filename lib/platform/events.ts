import type { Redis } from "ioredis";

export const TOPICS = [
  "run",
  "task",
  "pipeline",
  "import_error",
  "backfill",
  "artifact",
  "worker",
  "session",
  "log",
  "setting",
] as const;

/** What changed, by id. Clients invalidate and read again; an event never carries the truth. */
export type LiveEvent = {
  topic: (typeof TOPICS)[number];
  id: string;
  dag_id?: string;
  run_id?: string;
};

export const EVENTS_CHANNEL = "gwanje:events";

/** Never fails the caller: a lost event costs one poll interval. */
export function publishEvent(redis: Redis, event: LiveEvent): void {
  redis.publish(EVENTS_CHANNEL, JSON.stringify(event)).catch(() => {});
}

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

/** The same event of one process is published at most this often: a wide run changes a hundred times a second. */
const GAP_MS = 200;
/** By connection, the events of the last moments; true: it happened again since it was published. */
const recent = new WeakMap<Redis, Map<string, boolean>>();

/**
 * Never fails the caller. At once, or after a short while when the same was published just before. A lost event is found
 * by the browsers: they read everything again when they hear that events may be missing.
 */
export function publishEvent(redis: Redis, event: LiveEvent): void {
  const held = recent.get(redis) ?? new Map<string, boolean>();
  recent.set(redis, held);
  const text = JSON.stringify(event);
  if (held.has(text)) return void held.set(text, true);
  send(redis, held, text);
}

function send(redis: Redis, held: Map<string, boolean>, text: string): void {
  held.set(text, false);
  redis.publish(EVENTS_CHANNEL, text).catch(() => {});
  const timer = setTimeout(() => {
    const again = held.get(text);
    held.delete(text);
    if (again) send(redis, held, text);
  }, GAP_MS);
  timer.unref();
}

/** Before the connection is closed: what was held back goes out. */
export async function flushEvents(redis: Redis): Promise<void> {
  const held = recent.get(redis) ?? new Map<string, boolean>();
  const last = [...held].flatMap(([text, again]) => (again ? [redis.publish(EVENTS_CHANNEL, text)] : []));
  held.clear();
  await Promise.allSettled(last);
}

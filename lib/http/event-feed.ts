import * as z from "zod";
import { EVENTS_CHANNEL, type LiveEvent, TOPICS } from "@/lib/platform/events";
import { createBlockingRedis } from "@/lib/platform/redis";

/** Kept for readers that were away for a moment (Last-Event-ID): at 100 events a second, 20 seconds of them. */
const KEPT = 2000;
const MOST_ID = 300;

export type FeedEvent = { id: string; event: LiveEvent };
export type EventFeed = {
  /** Calls back for each event until the returned function is called; `onReset` when some may have been missed. */
  listen(listener: (event: FeedEvent) => void, onReset: () => void): () => void;
  /** What came after the id; null when the id is too old or of another process, so nobody can say. */
  since(id: string): FeedEvent[] | null;
};

/** Numbers events and remembers the last ones. `boot` keeps ids of two processes apart. */
export function createFeed(boot: string): EventFeed & { push(event: LiveEvent): void; reset(): void } {
  const listeners = new Map<(event: FeedEvent) => void, () => void>();
  let kept: FeedEvent[] = [];
  let last = 0;
  return {
    push(event) {
      last += 1;
      const entry = { id: `${boot}-${last}`, event };
      kept.push(entry);
      if (kept.length > KEPT * 2) kept = kept.slice(-KEPT);
      for (const listener of listeners.keys()) listener(entry);
    },
    /** Nobody knows what happened up to now: not who listens, and not who comes back with an id of before. */
    reset() {
      last += 1;
      kept = [];
      for (const onReset of listeners.values()) onReset();
    },
    listen(listener, onReset) {
      listeners.set(listener, onReset);
      return () => void listeners.delete(listener);
    },
    since(id) {
      if (id === `${boot}-${last}`) return [];
      const at = kept.findIndex((entry) => entry.id === id);
      return at < 0 ? null : kept.slice(at + 1);
    },
  };
}

const KEY = Symbol.for("gwanje.http.event-feed");
type Holder = { [KEY]?: EventFeed };

/** One Redis subscription a process, however many browsers listen. */
export function eventFeed(redisUrl: string): EventFeed {
  const holder: Holder = globalThis as Holder;
  holder[KEY] ??= subscribe(redisUrl);
  return holder[KEY];
}

function subscribe(redisUrl: string): EventFeed {
  const feed = createFeed(Date.now().toString(36));
  const redis = createBlockingRedis(redisUrl);
  // While the subscription was gone, events were published to nobody: the first time, and after each outage.
  redis.on("ready", () => {
    redis.subscribe(EVENTS_CHANNEL).then(feed.reset, () => {});
  });
  redis.on("message", (_channel, text) => {
    const event = eventOf(text);
    if (event) feed.push(event);
  });
  return feed;
}

const Event = z.object({
  topic: z.enum(TOPICS),
  id: z.string().max(MOST_ID),
  dag_id: z.string().max(MOST_ID).optional(),
  run_id: z.string().max(MOST_ID).optional(),
});

/** Null for what publishEvent has not written: anybody who reaches Redis can speak on the channel. */
export function eventOf(text: string): LiveEvent | null {
  try {
    const { topic, id, dag_id, run_id } = Event.parse(JSON.parse(text));
    return { topic, id, ...(dag_id !== undefined && { dag_id }), ...(run_id !== undefined && { run_id }) };
  } catch {
    return null;
  }
}

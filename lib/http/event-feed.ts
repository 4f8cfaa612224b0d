import {
  coalesce,
  createBell,
  type DomainEvent,
  EVENTS_CHANNEL,
  eventsSince,
  isPosition,
  tailEvents,
} from "@/lib/events";
import type { Db } from "@/lib/platform/db";
import { createNudges } from "@/lib/platform/nudges";

/** More than these at once are not worth telling one by one: everything is read again. */
const MOST_AT_ONCE = 200;
/** A browser that comes back is given at most these; after more it reads everything again. */
const MOST_MISSED = 1_000;

/** `position`: a listener that was given all of it has missed nothing up to there; null: more follows. */
export type Batch = { kind: "changes"; events: DomainEvent[]; position: string | null };
export type Gap = { kind: "gap"; position: string | null };
export type Told = Batch | Gap;

export type EventFeed = {
  /** Calls back for each batch until the returned function is called. */
  listen(listener: (told: Told) => void): () => void;
  /** What came after the position, wherever it was given out; a gap when that cannot be said. */
  since(position: string): Promise<Told>;
  /** Everything up to here has been told; null before the first look at the database. */
  position(): string | null;
};

/** Tells the same to all listeners. */
export function createFeed(since: EventFeed["since"]): EventFeed & {
  push(events: readonly DomainEvent[], position: string | null): void;
  gap(position: string): void;
} {
  const listeners = new Set<(told: Told) => void>();
  let reached: string | null = null;
  const tell = (told: Told) => {
    reached = told.position ?? reached;
    for (const listener of listeners) listener(told);
  };
  return {
    push: (events, position) => tell(toldOf(events, position)),
    gap: (position) => tell({ kind: "gap", position: given(position) }),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    since,
    position: () => reached,
  };
}

function toldOf(events: readonly DomainEvent[], position: string | null): Told {
  const few = coalesce(events);
  const at = position === null ? null : given(position);
  return few.length > MOST_AT_ONCE
    ? { kind: "gap", position: at }
    : { kind: "changes", events: few, position: at };
}

/** One that is too long to be given out is as good as none: the one before it stays good. */
const given = (position: string) => (isPosition(position) ? position : null);

const KEY = Symbol.for("gwanje.http.event-feed");
type Holder = { [KEY]?: EventFeed };

/** One reader of the outbox a process, however many browsers listen; it begins with the first of them. */
export function eventFeed(db: Db, redisUrl: string): EventFeed {
  const holder: Holder = globalThis as Holder;
  holder[KEY] ??= followOutbox(db, redisUrl);
  return holder[KEY];
}

export function followOutbox({ pool }: Pick<Db, "pool">, redisUrl: string): EventFeed {
  const feed = createFeed(createLookUp((position) => missedSince(pool, position)));
  const bell = createBell();
  const nudges = createNudges(redisUrl);
  nudges.on(EVENTS_CHANNEL, bell.ring);
  void tailEvents(pool, bell, { onEvents: feed.push, onGap: feed.gap }).finally(nudges.close);
  return feed;
}

async function missedSince(pool: Db["pool"], position: string): Promise<Told> {
  const missed = await eventsSince(pool, position, MOST_MISSED).catch(() => null);
  return missed ? toldOf(missed.events, missed.position) : { kind: "gap", position: null };
}

/** Browsers that lost their server all come back with the same position: one look at the database serves them. */
export function createLookUp(look: EventFeed["since"]): EventFeed["since"] {
  const looking = new Map<string, Promise<Told>>();
  return (position) => {
    const known = looking.get(position);
    if (known) return known;
    const found = look(position).finally(() => looking.delete(position));
    looking.set(position, found);
    return found;
  };
}

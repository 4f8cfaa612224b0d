import type pg from "pg";
import { poolSql } from "@/lib/platform/db";
import type { Bell } from "./bell";
import type { DomainEvent, RecordedEvent } from "./event";
import { type Position, positionNow, readPage, startingAt } from "./repository/read";
import { leaveOtherHistory } from "./repository/restored";

/** A reader looks at most this often, so that a wide run reaches browsers as a few changes. */
const GAP_MS = 200;
/** It looks this often without a nudge: Redis may be away. */
const POLL_MS = 1_000;
const PAGE = 2_000;

export type TailListener = {
  /** `position`: all up to there has been given; null in the middle of several pages. */
  onEvents(events: RecordedEvent[], position: string | null): void;
  /** Events before this position may have been missed. */
  onGap(position: string): void;
};

/**
 * Reads what is committed from now on, until the pool ends. Its position is its own and lives as long as the process. After
 * the database was away it begins anew with a gap: another server may have taken over without the last transactions.
 */
export async function tailEvents(pool: pg.Pool, bell: Bell, listener: TailListener): Promise<void> {
  let at: Position | null = null;
  while (!pool.ended) {
    try {
      at = at ? await passOn(pool, at, listener) : await begin(pool, listener);
    } catch {
      at = null;
    }
    await rest(GAP_MS);
    await bell.wait(POLL_MS - GAP_MS);
  }
}

async function begin(pool: pg.Pool, listener: TailListener): Promise<Position> {
  const now = await positionNow(poolSql(pool));
  listener.onGap(now);
  return startingAt(now);
}

async function passOn(pool: pg.Pool, from: Position, listener: TailListener): Promise<Position> {
  for (let at = from; ; ) {
    const { events, next, isGone } = await readPage(poolSql(pool), at, { topics: null, limit: PAGE });
    if (isGone) {
      await leaveOtherHistory(poolSql(pool));
      return begin(pool, listener);
    }
    const isLast = next.upto === null;
    listener.onEvents(events, isLast ? next.seen : null);
    if (isLast) return next;
    at = next;
  }
}

/** What was committed after the position, at most `most` of it; null: more, or the position is too old or none of ours. */
export async function eventsSince(
  pool: pg.Pool,
  position: string,
  most: number,
): Promise<{ events: DomainEvent[]; position: string } | null> {
  if (!isPosition(position)) return null;
  const page = await readPage(poolSql(pool), startingAt(position), { topics: null, limit: most + 1 });
  if (page.isGone || page.events.length > most) return null;
  return { events: page.events, position: page.next.seen };
}

/** Clients keep positions for us. Longer ones, of a moment with many open transactions, are not given out. */
const MOST_LENGTH = 300;

export function isPosition(text: string): boolean {
  return text.length <= MOST_LENGTH && /^[1-9]\d{0,18}:[1-9]\d{0,18}:(?:\d{1,19}(?:,\d{1,19})*)?$/.test(text);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

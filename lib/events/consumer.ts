import type pg from "pg";
import { poolSql } from "@/lib/platform/db";
import type { RecordedEvent, Topic } from "./event";
import { moveCursor, openCursor, readCursor } from "./repository/cursors";
import { readPage } from "./repository/read";
import { leaveOtherHistory } from "./repository/restored";

/** So many events are handled, and counted as handled, together. */
const PAGE = 500;
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

export type Consumer = {
  /** Its cursor's name, in lower case with single hyphens. A consumer of another name begins anew. */
  name: string;
  topics: readonly Topic[];
  /** Where it begins the first time: with what is committed from now on, or with the oldest event that is kept. */
  from: "now" | "start";
  /**
   * At least once: the same events come again when the process dies, or this throws, before it has returned, and when two
   * processes are at work for a moment. `missed`: events were dropped before they were handled, so it should look at all that
   * it cares for. `signal`: the time of this turn is over.
   */
  handle(events: RecordedEvent[], about: { missed: boolean; signal: AbortSignal }): Promise<void>;
};

/** Declares a durable consumer. It runs as a job of the scheduler, once it is listed there. */
export function defineConsumer(consumer: Consumer): Consumer {
  if (!NAME.test(consumer.name) || consumer.name.length > 60)
    throw new Error(
      `The consumer ${JSON.stringify(consumer.name)} cannot be defined: its name is not in lower case with single hyphens, at most 60 characters`,
    );
  if (consumer.topics.length === 0)
    throw new Error(`The consumer ${consumer.name} cannot be defined: it has no topics`);
  return consumer;
}

/**
 * Hands the next events to a consumer and moves its cursor on; returns whether there may be more. The cursor is moved by
 * compare-and-set: a process that was too slow moves it neither back nor past anything that it has not handled.
 */
export async function consumeNext(pool: pg.Pool, consumer: Consumer, signal: AbortSignal): Promise<boolean> {
  const { name, topics, from, handle } = consumer;
  const sql = poolSql(pool);
  const cursor = await readCursor(sql, name);
  if (!cursor) {
    await openCursor(sql, name, from);
    return true;
  }
  const { events, next, isGone } = await readPage(sql, cursor.at, { topics, limit: PAGE });
  if (isGone && (await leaveOtherHistory(sql))) return true;
  const isIdle = events.length === 0 && !isGone;
  if (!isIdle) await handle(events, { missed: isGone, signal });
  if (!isIdle || cursor.isOld) await moveCursor(sql, name, cursor.at, next);
  // After a gap the next turn is soon enough: a gap that does not close must not keep a process busy.
  return events.length > 0;
}

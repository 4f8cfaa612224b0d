import type pg from "pg";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import type { Redis } from "@/lib/platform/redis";
import { groupByQueue, type TaskQueue, taskQueueOn } from "./queue";
import { outboxRows, removeOutbox } from "./repository/outbox";
import type { QueuedAttempt } from "./types";

const BATCH = 1_000;

/**
 * Enqueues the attempts that a transaction has just committed. While Redis is away they stay in the outbox for the
 * scheduler.
 */
export async function relayAttempts(
  pool: pg.Pool,
  queue: TaskQueue,
  attempts: readonly QueuedAttempt[],
): Promise<void> {
  if (attempts.length === 0) return;
  await queue.enqueue(attempts);
  await removeOutbox(
    poolSql(pool),
    attempts.map((attempt) => attempt.attemptId),
  );
}

const queues = new WeakMap<Redis, TaskQueue>();

/**
 * The same for processes without a queue of their own. Neither waits nor throws: what Redis does not take stays in the
 * outbox, and `otherwise` may wake the scheduler.
 */
export function handOver(
  { db, redis }: Pick<Deps, "db" | "redis">,
  attempts: readonly QueuedAttempt[],
  otherwise: () => void,
): void {
  const queue = queues.get(redis) ?? taskQueueOn(redis);
  queues.set(redis, queue);
  relayAttempts(db.pool, queue, attempts).catch(otherwise);
}

export type Relayed = {
  /** Rows deleted from the outbox, including those whose attempts no longer wait. */
  removed: number;
  /** Queues that failed; their rows stay in the outbox. */
  failed: { name: string; error: unknown }[];
};

/**
 * Enqueues what is left in the outbox, the most important first. No row is locked while Redis is asked, so no claim
 * waits for it. A row is deleted after its attempt is enqueued; a crash between the two, or a second scheduler, sends a
 * message twice and Redis keeps one. A queue that fails does not hold up the others.
 */
export async function relayOutbox(pool: pg.Pool, queue: TaskQueue): Promise<Relayed> {
  const sql = poolSql(pool);
  const relayed: Relayed = { removed: 0, failed: [] };
  for (;;) {
    const names = relayed.failed.map(({ name }) => name);
    const rows = await outboxRows(sql, BATCH, names);
    for (const [name, group] of groupByQueue(rows)) {
      try {
        const waiting = group.filter((row) => row.waits);
        if (waiting.length > 0) await queue.enqueue(waiting);
      } catch (error) {
        relayed.failed.push({ name, error });
        continue;
      }
      relayed.removed += await removeOutbox(
        sql,
        group.map((row) => row.attemptId),
      );
    }
    if (rows.length < BATCH) return relayed;
  }
}

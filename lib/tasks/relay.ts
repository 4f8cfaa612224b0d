import type pg from "pg";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import type { Redis } from "@/lib/platform/redis";
import { groupByQueue, type TaskQueue, taskQueueOn } from "./queue";
import { outboxRows, removeOutbox } from "./repository/outbox";
import type { QueuedAttempt } from "./types";

const BATCH = 1_000;

/** Hands over what one transaction has just queued. When Redis is away the outbox keeps it for the scheduler. */
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
 * Hands over right after a commit, for processes that do not keep a queue of their own. Never fails and never waits:
 * what does not get through lies in the outbox, and `otherwise` may tell the scheduler so.
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
  /** Rows that are gone from the outbox, those of attempts that wait no more among them. */
  removed: number;
  /** Queues that took nothing; their rows stay. */
  failed: { name: string; error: unknown }[];
};

/**
 * Hands over what is left in the outbox, the most important first. Nothing is locked while Redis is asked, so that no
 * claim waits for it; a row goes after its hand-over. A crash between the two, or another scheduler at the same rows, sends
 * a message twice, and Redis keeps one. A queue that fails keeps none of the others from theirs.
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

import type pg from "pg";
import type { Deps } from "@/lib/platform/context";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import type { Redis } from "@/lib/platform/redis";
import { type TaskQueue, taskQueueOn } from "./queue";
import { markEnqueued, takeOutbox } from "./repository";
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
  await markEnqueued(
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

/** Hands over what is left in the outbox; a crash before the commit sends it twice, which the claim absorbs. */
export async function relayOutbox(pool: pg.Pool, queue: TaskQueue): Promise<number> {
  for (let total = 0; ; ) {
    const sent = await poolTransaction(pool, async (sql) => {
      const attempts = await takeOutbox(sql, BATCH);
      if (attempts.length > 0) await queue.enqueue(attempts);
      return attempts.length;
    });
    total += sent;
    if (sent < BATCH) return total;
  }
}

import type pg from "pg";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import type { TaskQueue } from "./queue";
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

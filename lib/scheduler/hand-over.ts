import type { Deps } from "@/lib/platform/context";
import { databaseNow, poolSql } from "@/lib/platform/db";
import { outboxUnclaimed, relayOutbox, type TaskQueue } from "@/lib/tasks";
import type { Turn } from "./turn";

type Database = Pick<Deps, "db">;

/**
 * Enqueues what is left in the outbox, and attempts that no worker has claimed for a while. After a loss of Redis it
 * enqueues everything.
 */
export async function handOver({ db }: Database, queue: TaskQueue, turn: Turn): Promise<void> {
  if ((await queue.lostMemory()) && !(await restoreAll({ db }, queue, turn))) return;
  await outboxUnclaimed(poolSql(db.pool));
  await relayLeft({ db }, queue, turn);
}

/** Returns whether every queue took its attempts. */
export async function relayLeft({ db }: Database, queue: TaskQueue, turn: Turn): Promise<boolean> {
  const { failed } = await relayOutbox(db.pool, queue);
  for (const { name, error } of failed) turn.fail(`queue ${name}`, error);
  return failed.length === 0;
}

/**
 * Enqueues everything that waits, in batches, before Redis counts as complete again. The next round starts over when
 * Redis loses its memory meanwhile or a queue fails.
 */
async function restoreAll({ db }: Database, queue: TaskQueue, turn: Turn): Promise<boolean> {
  const mark = await queue.beginRestore();
  const since = await databaseNow(db.pool);
  for (let boxed = 1; boxed > 0; ) {
    boxed = await outboxUnclaimed(poolSql(db.pool), since);
    if (!(await relayLeft({ db }, queue, turn))) return false;
  }
  await queue.endRestore(mark);
  return true;
}

import type { Deps } from "@/lib/platform/context";
import { databaseNow, poolSql } from "@/lib/platform/db";
import { outboxUnclaimed, relayOutbox, type TaskQueue } from "@/lib/tasks";
import type { Turn } from "./turn";

type Database = Pick<Deps, "db">;

/** What is left in the outbox, and what was handed over and not claimed for a while. Redis may have lost everything. */
export async function handOver({ db }: Database, queue: TaskQueue, turn: Turn): Promise<void> {
  if ((await queue.lostMemory()) && !(await restoreAll({ db }, queue, turn))) return;
  await outboxUnclaimed(poolSql(db.pool));
  await relayLeft({ db }, queue, turn);
}

/** Answers whether all of it was handed over. */
export async function relayLeft({ db }: Database, queue: TaskQueue, turn: Turn): Promise<boolean> {
  const { failed } = await relayOutbox(db.pool, queue);
  for (const { name, error } of failed) turn.fail(`queue ${name}`, error);
  return failed.length === 0;
}

/**
 * All that waits is sent again, in as many goes as that takes, and only then Redis counts as complete. When it loses its
 * memory once more meanwhile, or a hand-over fails, the next round begins anew.
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

import { type DomainEvent, nudgeReaders, recordEvents } from "@/lib/events";
import type { enqueueLongJob } from "@/lib/long-jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolTransaction, type Sql } from "@/lib/platform/db";

/** What a verb has, for jobs: a transaction that may queue more jobs. */
export type Inside = Parameters<typeof enqueueLongJob>[1];

/** One transaction with its events, and what is to be done after it. */
export async function inTransaction<R>(ctx: Ctx, work: (inside: Inside, sql: Sql) => Promise<R>): Promise<R> {
  const events: DomainEvent[] = [];
  const after: (() => void)[] = [];
  const result = await poolTransaction(ctx.db.pool, async (sql) => {
    const inside = {
      ...{ sql, ctx },
      event: (event: DomainEvent) => void events.push(event),
      afterCommit: (next: () => void) => void after.push(next),
    };
    const made = await work(inside, sql);
    await recordEvents(sql, events);
    return made;
  });
  nudgeReaders(ctx.redis);
  for (const next of after) next();
  return result;
}

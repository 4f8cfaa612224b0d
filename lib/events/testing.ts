import { type Db, poolSql } from "@/lib/platform/db";
import { waitFor } from "@/lib/testing";
import type { DomainEvent, RecordedEvent } from "./event";
import { positionNow, readPage, startingAt } from "./repository/read";

/** All that is recorded, or what was since a position, in order and without what differs from test to test. */
export async function eventsOf({ db }: { db: Db }, since = "1:1:"): Promise<DomainEvent[]> {
  const { events } = await readPage(poolSql(db.pool), startingAt(since), { topics: null, limit: 100_000 });
  return events.map(idsOnly);
}

export function idsOnly({ seq: _seq, at: _at, ...ids }: RecordedEvent): DomainEvent {
  return ids;
}

/** Until no transaction is open, in any database of the server, that began before the last row was written: other tests'. */
export async function quiet({ db }: { db: Db }): Promise<string> {
  return waitFor("the transactions of others", async () => {
    const [row] = await poolSql(db.pool).rows<{ now: string }>(
      `SELECT pg_current_snapshot()::text AS now WHERE pg_snapshot_xmin(pg_current_snapshot())::text::bigint
         > coalesce((SELECT max(xid) FROM event_outbox), 0)`,
    );
    return row?.now;
  });
}

export function here({ db }: { db: Db }): Promise<string> {
  return positionNow(poolSql(db.pool));
}

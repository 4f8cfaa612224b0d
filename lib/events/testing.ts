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

/** Leaves the outbox as a dump of a server does whose transactions had higher numbers. */
export async function restoreFromElsewhere({ db }: { db: Db }, of: { row: boolean; swept: boolean }) {
  const sql = poolSql(db.pool);
  const far = 9_000_000_000_000_000;
  if (of.swept) await sql.rows("UPDATE event_swept SET xid = $1::bigint", [far]);
  if (of.row)
    await sql.rows(
      "INSERT INTO event_outbox (xid, topic, entity_id) VALUES ($1::bigint, 'run', 'elsewhere')",
      [far + 1],
    );
  const seen = `${far + 2}:${far + 2}:`;
  await sql.rows("UPDATE event_cursor SET seen = $1, upto = $1, after_id = 7", [seen]);
}

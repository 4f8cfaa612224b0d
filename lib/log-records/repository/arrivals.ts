import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { Query } from "../query/tree";
import { conditionSql } from "./conditions";
import { type FoundRecord, LISTED_COLUMNS } from "./search";

/**
 * A place in the order in which records arrive. `seen` is a snapshot of Postgres: records that it sees were read. What is read
 * next are the records that a newer snapshot sees and it does not, so a record that is committed late is never passed over.
 * Every record up to number `floor` is seen; the index of numbers leaves only what came after. Numbers are given before the
 * commit, so the floor follows when all transactions that were open at a number have ended: those before `upto`.
 */
export type Arrival = { seen: string; floor: string; open: { top: string; upto: string } | null };

/** Numbers below the newest that may still be uncommitted when reading begins. */
const UNSETTLED = 20_000n;

/** The last number that was given to a record. */
export async function lastNumber(sql: Sql): Promise<string> {
  const [row] = await sql.hot<{ top: string }>(
    "SELECT (CASE WHEN is_called THEN last_value ELSE 0 END)::text AS top FROM log_record_id_seq",
  );
  return row?.top ?? "0";
}

type Snapshot = { now: string; oldest: string; next: string };

async function snapshotNow(sql: Sql): Promise<Snapshot> {
  const [row] = await sql.rows<Snapshot>(
    `SELECT now::text, pg_snapshot_xmin(now)::text AS oldest, pg_snapshot_xmax(now)::text AS next
     FROM (SELECT pg_current_snapshot() AS now) AS s`,
  );
  if (!row) throw new Error("The database did not tell its snapshot");
  return row;
}

/** Everything that is committed by now counts as read. `top` was read before. */
export async function arrivalNow(sql: Sql, top: string): Promise<Arrival> {
  const { now, next } = await snapshotNow(sql);
  const floor = BigInt(top) - UNSETTLED;
  return { seen: now, floor: String(floor > 0n ? floor : 0n), open: { top, upto: next } };
}

/** `skipped`: of those that match, how many older ones the limit left out. */
export type Arrived = { records: FoundRecord[]; skipped: number; next: Arrival };

/**
 * Records after a place that match, the newest `limit` of them in the order of their arrival. Null where the place is not of
 * this server's history, as after a restore. The transaction is REPEATABLE READ; `top` was read before it began.
 */
export async function readArrived(
  sql: Sql,
  at: Arrival,
  want: { query: Query | null; limit: number; top: string },
): Promise<Arrived | null> {
  await sql.rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  const snapshot = await snapshotNow(sql);
  const [, seenNext = "0"] = at.seen.split(":");
  if (BigInt(seenNext) > BigInt(snapshot.next) || BigInt(want.top) < BigInt(at.floor)) return null;
  const binds = new Binds();
  const matching = matchingSql(at, snapshot, want.query, binds);
  const rows = await sql.rows<FoundRecord>(
    `SELECT ${LISTED_COLUMNS} FROM log_record r WHERE ${matching}
     ORDER BY r.id DESC LIMIT ${binds.add(want.limit + 1, "int")}`,
    binds.values,
  );
  const records = rows.slice(0, want.limit).reverse();
  const all = rows.length > want.limit ? await countArrived(sql, at, snapshot, want.query) : rows.length;
  return { records, skipped: all - records.length, next: movedTo(at, snapshot, want.top) };
}

async function countArrived(sql: Sql, at: Arrival, snapshot: Snapshot, query: Query | null): Promise<number> {
  const binds = new Binds();
  const matching = matchingSql(at, snapshot, query, binds);
  const [row] = await sql.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM log_record r WHERE ${matching}`,
    binds.values,
  );
  return row?.count ?? 0;
}

/** A row names its transaction by 32 bits; those of a newer row are within 2^32 of the next one. */
function matchingSql(at: Arrival, { next }: Snapshot, query: Query | null, binds: Binds): string {
  const floor = `r.id > ${binds.add(at.floor, "bigint")}`;
  const upto = binds.add(next, "bigint");
  const writer = `(${upto} - (${upto} - r.xmin::text::bigint) % 4294967296)::text::xid8`;
  const isNew = `NOT pg_visible_in_snapshot(${writer}, ${binds.add(at.seen, "pg_snapshot")})`;
  return [floor, isNew, ...(query ? [conditionSql(query, binds)] : [])].join(" AND ");
}

/** The place after a read with this snapshot. */
export function movedTo(at: Arrival, { now, oldest, next }: Snapshot, top: string): Arrival {
  const settled = at.open !== null && BigInt(oldest) >= BigInt(at.open.upto);
  const floor = settled && at.open ? at.open.top : at.floor;
  if (at.open && !settled) return { seen: now, floor, open: at.open };
  return { seen: now, floor, open: BigInt(top) > BigInt(floor) ? { top, upto: next } : null };
}

const PLACE = /^(\d{1,19})\.(?:(\d{1,19})-(\d{1,19}))?\.(\d{1,19}:\d{1,19}:(?:\d{1,19}(?:,\d{1,19})*)?)$/;
/** Clients keep places for us. A longer one, of a moment with many open transactions, is not given out. */
const MOST_LENGTH = 300;

export function placeText({ seen, floor, open }: Arrival): string | null {
  const text = `${floor}.${open ? `${open.top}-${open.upto}` : ""}.${seen}`;
  return text.length > MOST_LENGTH ? null : text;
}

/** Null for what we did not write. */
export function placeOf(text: string): Arrival | null {
  const [, floor, top, upto, seen] = text.length > MOST_LENGTH ? [] : (PLACE.exec(text) ?? []);
  if (floor === undefined || seen === undefined) return null;
  return { seen, floor, open: top !== undefined && upto !== undefined ? { top, upto } : null };
}

import type { PoolTx, Sql } from "@/lib/platform/db";
import { BinaryRows } from "@/lib/platform/db/binary-rows";
import type { LogRecord } from "../record";

const MINUTE_US = 60_000_000;
const HOUR_US = 60 * MINUTE_US;

export type Batch = { source: string; digest: Buffer };

/** Which of these were never written before: their places in the list. The same one twice is new once. */
export async function rememberBatches(sql: Sql, batches: readonly Batch[]): Promise<Set<number>> {
  const rows = await sql.hot<{ at: number }>(
    `WITH sent AS (
       SELECT DISTINCT ON (source, digest) source, digest, place
       FROM unnest($1::text[], $2::bytea[], $3::int[]) AS one(source, digest, place) ORDER BY source, digest, place),
     made AS (
       INSERT INTO log_batch (source, digest) SELECT source, digest FROM sent ON CONFLICT DO NOTHING
       RETURNING source, digest)
     SELECT place AS at FROM sent JOIN made USING (source, digest)`,
    [batches.map(({ source }) => source), batches.map(({ digest }) => digest), batches.map((_, at) => at)],
  );
  return new Set(rows.map(({ at }) => at));
}

const COPY = `COPY log_record (ts, level, service, host, message, trace_id, span_id, attrs)
  FROM STDIN (FORMAT binary)`;

/** The records by COPY, and what a minute and an hour count of them. */
export async function insertRecords(sql: PoolTx, records: readonly LogRecord[]): Promise<void> {
  await sql.copyIn(COPY, rowsOf(records));
  const minutes = countBy(MINUTE_US, records);
  await addCounts(sql, ADD_MINUTES, minutes);
  await addCounts(sql, ADD_HOURS, countBy(HOUR_US, minutes));
}

function rowsOf(records: readonly LogRecord[]): Buffer[] {
  const rows = new BinaryRows();
  for (const record of records) {
    rows.row(8);
    rows.timestamptz(record.us);
    rows.smallint(record.level);
    rows.text(record.service);
    rows.text(record.host);
    rows.text(record.message);
    rows.text(record.traceId);
    rows.text(record.spanId);
    rows.jsonb(JSON.stringify(record.attrs));
  }
  return rows.end();
}

type Counted = { us: number; service: string; level: number; count?: number };
type Count = Required<Counted>;

/** How many of each service and level begin in the same stretch. What is no count counts once. */
function countBy(stretchUs: number, all: readonly Counted[]): Count[] {
  const counts = new Map<string, Count>();
  for (const { us, service, level, count = 1 } of all) {
    const start = us - (us % stretchUs);
    const key = `${start} ${level} ${service}`;
    const known = counts.get(key);
    if (known) known.count += count;
    else counts.set(key, { us: start, service, level, count });
  }
  return [...counts.values()];
}

/** Locked in one order, so that writers wait and never deadlock. */
const SENT = `SELECT 'epoch'::timestamptz + us * interval '1 microsecond', service, level, count
  FROM unnest($1::bigint[], $2::text[], $3::smallint[], $4::int[]) AS one(us, service, level, count)
  ORDER BY us, service, level`;
const ADD_MINUTES = `INSERT INTO log_minute (minute, service, level, count) ${SENT}
  ON CONFLICT (minute, service, level) DO UPDATE SET count = log_minute.count + excluded.count`;
const ADD_HOURS = `INSERT INTO log_hour (hour, service, level, count) ${SENT}
  ON CONFLICT (hour, service, level) DO UPDATE SET count = log_hour.count + excluded.count`;

async function addCounts(sql: Sql, statement: string, counts: readonly Count[]): Promise<void> {
  await sql.hot(statement, [
    counts.map(({ us }) => us),
    counts.map(({ service }) => service),
    counts.map(({ level }) => level),
    counts.map(({ count }) => count),
  ]);
}

/** Replays come within minutes of the first try. Our own sources know themselves how long theirs may come. */
export async function forgetBatches(sql: Sql, before: Date): Promise<void> {
  await sql.rows("DELETE FROM log_batch WHERE at < $1::timestamptz AND source NOT LIKE 'own:%'", [before]);
}

/** Of one of our own sources, whose name begins with "own:". */
export async function forgetOwnBatches(sql: Sql, source: string, before: Date): Promise<void> {
  await sql.rows("DELETE FROM log_batch WHERE at < $1::timestamptz AND source = $2", [before, source]);
}

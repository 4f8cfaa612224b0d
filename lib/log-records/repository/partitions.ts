import type { Sql } from "@/lib/platform/db";

const DAY_US = 86_400_000_000;
/** Names of days: 2026-11-28, in UTC. */
export type Day = string;

export function dayOf(us: number): Day {
  return new Date(us / 1_000).toISOString().slice(0, 10);
}

export function dayRange(day: Day): { from: string; to: string } {
  const start = Date.parse(`${day}T00:00:00Z`);
  return { from: new Date(start).toISOString(), to: new Date(start + DAY_US / 1_000).toISOString() };
}

/** The partition's name. A day is ten characters that a clock made, and nothing of a user. */
function tableOf(day: Day): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`${day} is no day`);
  return `obs.log_record_${day.replaceAll("-", "")}`;
}

/** Makes the partitions that there are not. Attached, not made in place: that would lock out those who write and read others. */
export async function ensureDays(sql: Sql, days: readonly Day[]): Promise<void> {
  const known = await sql.hot<{ day: Day }>(
    "SELECT day::text AS day FROM log_partition WHERE day = ANY($1::date[])",
    [days],
  );
  const missing = days.filter((day) => !known.some((one) => one.day === day));
  for (const day of missing.sort()) {
    await sql.rows("SELECT pg_advisory_xact_lock(hashtext('log_partition'), hashtext($1))", [day]);
    const made = await sql.rows(
      "INSERT INTO log_partition (day) VALUES ($1::date) ON CONFLICT DO NOTHING RETURNING day",
      [day],
    );
    if (made.length === 0) continue;
    const { from, to } = dayRange(day);
    await sql.rows(`CREATE TABLE ${tableOf(day)} (LIKE log_record INCLUDING DEFAULTS INCLUDING INDEXES)`);
    await sql.rows(
      `ALTER TABLE log_record ATTACH PARTITION ${tableOf(day)} FOR VALUES FROM ('${from}') TO ('${to}')`,
    );
  }
}

/** `hours`: of a day without its indexes, how many records each has. */
export type DayParts = { day: Day; sealed: boolean; hours: { at: Date; rows: number }[] };

/** Days that have records in a range of instants, the newest first. */
export async function findDayParts(sql: Sql, from: string, to: string): Promise<DayParts[]> {
  const days = await sql.rows<Omit<DayParts, "hours">>(
    `SELECT day::text AS day, sealed_at IS NOT NULL AS sealed FROM log_partition
     WHERE day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND day <= ($2::timestamptz AT TIME ZONE 'UTC')::date
     ORDER BY day DESC`,
    [from, to],
  );
  const open = days.filter(({ sealed }) => !sealed).map(({ day }) => day);
  const hours = open.length === 0 ? [] : await findHours(sql, open);
  return days.map((one) => ({ ...one, hours: hours.filter(({ day }) => day === one.day) }));
}

function findHours(sql: Sql, days: readonly Day[]): Promise<{ day: Day; at: Date; rows: number }[]> {
  return sql.rows(
    `SELECT one.day::text AS day, hour AS at, sum(count)::int AS rows FROM unnest($1::date[]) AS one(day)
     JOIN log_hour ON hour >= one.day AT TIME ZONE 'UTC' AND hour < (one.day + 1) AT TIME ZONE 'UTC' GROUP BY 1, 2`,
    [days],
  );
}

/** Days that ended before this instant and have only the indexes with which they were filled. */
export async function findUnsealedDays(sql: Sql, before: Date): Promise<Day[]> {
  const rows = await sql.rows<{ day: Day }>(
    `SELECT day::text AS day FROM log_partition
     WHERE sealed_at IS NULL AND day + 1 <= ($1::timestamptz AT TIME ZONE 'UTC') ORDER BY day`,
    [before],
  );
  return rows.map(({ day }) => day);
}

/**
 * The indexes of a day that is over: any part of a message, also of two Korean syllables, any attribute, the trace. Outside of a
 * transaction, and without a lock that records which come late would wait for. Those that there are already stay, so that what
 * was cut short goes on; one that was cut short itself is of no use and made anew.
 */
export async function sealDay(sql: Sql, day: Day): Promise<void> {
  const table = tableOf(day);
  const name = table.slice("obs.".length);
  // The other core is for those who write.
  await sql.rows("SET max_parallel_maintenance_workers = 0");
  const cutShort = await sql.rows<{ index: string }>(
    "SELECT indexrelid::regclass::text AS index FROM pg_index WHERE NOT indisvalid AND indrelid = $1::regclass",
    [table],
  );
  for (const { index } of cutShort) await sql.rows(`DROP INDEX ${index}`);
  for (const [of, what] of Object.entries(SEALED))
    await sql.rows(`CREATE INDEX CONCURRENTLY IF NOT EXISTS ${name}_${of} ON ${table} USING ${what}`);
  await sql.rows(`ANALYZE ${table}`);
  await sql.rows("UPDATE log_partition SET sealed_at = now() WHERE day = $1::date", [day]);
}

const SEALED = {
  message: "gin (message gin_trgm_ops)",
  attrs: "gin (attrs jsonb_path_ops)",
  pairs: "gin (obs.character_pairs(message)) WHERE octet_length(message) <> length(message)",
  trace: "hash (trace_id)",
};

/** Days whose last record is older than this instant. */
export async function findOldDays(sql: Sql, before: Date): Promise<Day[]> {
  const rows = await sql.rows<{ day: Day }>(
    "SELECT day::text AS day FROM log_partition WHERE day + 1 <= ($1::timestamptz AT TIME ZONE 'UTC') ORDER BY day",
    [before],
  );
  return rows.map(({ day }) => day);
}

/** What each day takes on disk, with its indexes, the oldest first. */
export function findDaySizes(sql: Sql): Promise<{ day: Day; bytes: number }[]> {
  return sql.rows(
    `SELECT day::text AS day,
       pg_total_relation_size(('obs.log_record_' || to_char(day, 'YYYYMMDD'))::regclass)::float8 AS bytes
     FROM log_partition ORDER BY day`,
  );
}

/** In one transaction of the caller: the records, their counts, and the day in the catalogue. */
export async function dropDay(sql: Sql, day: Day): Promise<void> {
  const { from, to } = dayRange(day);
  await sql.rows(`DROP TABLE IF EXISTS ${tableOf(day)}`);
  await sql.rows("DELETE FROM log_minute WHERE minute >= $1::timestamptz AND minute < $2::timestamptz", [
    from,
    to,
  ]);
  await sql.rows("DELETE FROM log_hour WHERE hour >= $1::timestamptz AND hour < $2::timestamptz", [from, to]);
  await sql.rows("DELETE FROM log_partition WHERE day = $1::date", [day]);
}

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

/** Days that have records in a range of instants, the newest first. */
export async function findDays(sql: Sql, from: string, to: string): Promise<Day[]> {
  const rows = await sql.rows<{ day: Day }>(
    `SELECT day::text AS day FROM log_partition
     WHERE day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND day <= ($2::timestamptz AT TIME ZONE 'UTC')::date
     ORDER BY day DESC`,
    [from, to],
  );
  return rows.map(({ day }) => day);
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
 * The indexes of a day that is over: any part of a message, any attribute, the trace. Those that there are already stay, so
 * that what was cut short goes on.
 */
export async function sealDay(sql: Sql, day: Day): Promise<void> {
  const table = tableOf(day);
  const name = table.slice("obs.".length);
  await sql.rows(`CREATE INDEX IF NOT EXISTS ${name}_message ON ${table} USING gin (message gin_trgm_ops)`);
  await sql.rows(`CREATE INDEX IF NOT EXISTS ${name}_attrs ON ${table} USING gin (attrs jsonb_path_ops)`);
  await sql.rows(
    `CREATE INDEX IF NOT EXISTS ${name}_trace ON ${table} (trace_id) WHERE trace_id IS NOT NULL`,
  );
  await sql.rows(`ANALYZE ${table}`);
  await sql.rows("UPDATE log_partition SET sealed_at = now() WHERE day = $1::date", [day]);
}

/** Days whose last record is older than this instant. */
export async function findOldDays(sql: Sql, before: Date): Promise<Day[]> {
  const rows = await sql.rows<{ day: Day }>(
    "SELECT day::text AS day FROM log_partition WHERE day + 1 <= ($1::timestamptz AT TIME ZONE 'UTC') ORDER BY day",
    [before],
  );
  return rows.map(({ day }) => day);
}

/** In one transaction of the caller: the records, their counts, and the day in the catalogue. */
export async function dropDay(sql: Sql, day: Day): Promise<void> {
  const { from, to } = dayRange(day);
  await sql.rows(`DROP TABLE IF EXISTS ${tableOf(day)}`);
  await sql.rows("DELETE FROM log_minute WHERE minute >= $1::timestamptz AND minute < $2::timestamptz", [
    from,
    to,
  ]);
  await sql.rows("DELETE FROM log_partition WHERE day = $1::date", [day]);
}

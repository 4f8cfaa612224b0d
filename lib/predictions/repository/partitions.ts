import type { Sql } from "@/lib/platform/db";

const DAY_MS = 86_400_000;
/** Names of days: 2026-11-28, in UTC. */
export type Day = string;

export function dayOf(at: Date): Day {
  return at.toISOString().slice(0, 10);
}

/** The partition's name. A day is ten characters that a clock made, and nothing of a user. */
function tableOf(day: Day): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`${day} is no day`);
  return `obs.prediction_${day.replaceAll("-", "")}`;
}

/** Makes the partitions that there are not. Attached, not made in place: that would lock out those who write and read others. */
export async function ensureDays(sql: Sql, days: readonly Day[]): Promise<void> {
  for (const day of [...new Set(days)].sort()) {
    const table = tableOf(day);
    if (await isThere(sql, table)) continue;
    await sql.rows("SELECT pg_advisory_xact_lock(hashtext('prediction'), hashtext($1))", [day]);
    if (await isThere(sql, table)) continue;
    const from = new Date(`${day}T00:00:00Z`);
    const to = new Date(from.getTime() + DAY_MS);
    await sql.rows(`CREATE TABLE ${table} (LIKE prediction INCLUDING DEFAULTS INCLUDING INDEXES)`);
    await sql.rows(
      `ALTER TABLE prediction ATTACH PARTITION ${table} FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`,
    );
  }
}

/** Reads the catalogue's rows: to_regclass() may remember that there was none, and not see what was made meanwhile. */
async function isThere(sql: Sql, table: string): Promise<boolean> {
  const [schema = "", name = ""] = table.split(".");
  const rows = await sql.hot(
    "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
    [schema, name],
  );
  return rows.length > 0;
}

/** Days that there are partitions of, the oldest first. */
export async function findDays(sql: Sql): Promise<Day[]> {
  const rows = await sql.rows<{ day: Day }>(
    `SELECT to_date(right(c.relname, 8), 'YYYYMMDD')::text AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'prediction'::regclass ORDER BY day`,
  );
  return rows.map(({ day }) => day);
}

export async function dropDay(sql: Sql, day: Day): Promise<void> {
  await sql.rows(`DROP TABLE IF EXISTS ${tableOf(day)}`);
}

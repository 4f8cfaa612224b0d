import type { Sql } from "@/lib/platform/db";
import type { Range } from "./search";

export type ServiceLevel = { service: string; level: number; count: number; lastMinute: Date };

/** What the minutes of a range counted, by service and level. */
export function countServiceLevels(sql: Sql, { from, to }: Range): Promise<ServiceLevel[]> {
  return sql.rows<ServiceLevel>(
    `SELECT service, level, sum(count)::int AS count, max(minute) AS "lastMinute" FROM log_minute
     WHERE minute >= $1::timestamptz AND minute < $2::timestamptz GROUP BY service, level`,
    [from, to],
  );
}

/** The first and the last minute that has records; null where there are none. */
export async function findExtent(sql: Sql): Promise<{ first: Date; last: Date } | null> {
  const [row] = await sql.rows<{ first: Date | null; last: Date | null }>(
    "SELECT min(minute) AS first, max(minute) AS last FROM log_minute",
  );
  return row?.first && row.last ? { first: row.first, last: row.last } : null;
}

/** How many records there are, by the counts of hours. */
export async function countAll(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ records: number }>(
    "SELECT COALESCE(sum(count), 0)::float8 AS records FROM log_hour",
  );
  return row?.records ?? 0;
}

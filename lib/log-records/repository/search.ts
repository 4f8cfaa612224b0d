import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { Query } from "../query/tree";
import { conditionSql, countedConditionSql } from "./conditions";

/** The place of a record in the order of all: time, then number. */
export type Place = { time: string; id: string };
export type Range = { from: string; to: string };
export type FoundRecord = {
  id: string;
  /** With microseconds, in UTC. */
  time: string;
  level: number;
  service: string;
  host: string;
  message: string;
  traceId: string | null;
  spanId: string | null;
  attributes: Record<string, unknown>;
};

const TIME = `to_char(r.ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
/** A list shows the beginning of a long message; the record by itself has all of it. */
export const LISTED_CHARACTERS = 8_192;
const COLUMNS = (
  message: string,
) => `r.id::text AS id, ${TIME} AS time, r.level, r.service, r.host, ${message} AS message,
  r.trace_id AS "traceId", r.span_id AS "spanId", r.attrs AS attributes`;

export const LISTED_COLUMNS = COLUMNS(`left(r.message, ${LISTED_CHARACTERS})`);

/** Records of a range, the newest first, behind a place or from its end. */
export function findRecords(
  sql: Sql,
  { range, query, before, limit }: { range: Range; query: Query | null; before: Place | null; limit: number },
): Promise<FoundRecord[]> {
  const binds = new Binds();
  const conditions = [rangeSql(range, binds), ...(query ? [conditionSql(query, binds)] : [])];
  if (before) {
    const time = binds.add(before.time, "timestamptz");
    conditions.push(`r.ts <= ${time}`, `(r.ts, r.id) < (${time}, ${binds.add(before.id, "bigint")})`);
  }
  return sql.rows<FoundRecord>(
    `SELECT ${LISTED_COLUMNS} FROM log_record r WHERE ${conditions.join(" AND ")}
     ORDER BY r.ts DESC, r.id DESC LIMIT ${binds.add(limit, "int")}`,
    binds.values,
  );
}

/** Records of a range behind a place, the oldest first. */
export function findNext(
  sql: Sql,
  { range, query, after, limit }: { range: Range; query: Query | null; after: Place; limit: number },
): Promise<FoundRecord[]> {
  const binds = new Binds();
  const time = binds.add(after.time, "timestamptz");
  const conditions = [
    rangeSql(range, binds),
    `r.ts >= ${time}`,
    `(r.ts, r.id) > (${time}, ${binds.add(after.id, "bigint")})`,
    ...(query ? [conditionSql(query, binds)] : []),
  ];
  return sql.rows<FoundRecord>(
    `SELECT ${LISTED_COLUMNS} FROM log_record r WHERE ${conditions.join(" AND ")}
     ORDER BY r.ts, r.id LIMIT ${binds.add(limit, "int")}`,
    binds.values,
  );
}

export async function findRecord(sql: Sql, { time, id }: Place): Promise<FoundRecord | null> {
  const [row] = await sql.rows<FoundRecord>(
    `SELECT ${COLUMNS("r.message")} FROM log_record r WHERE r.ts = $1::timestamptz AND r.id = $2::bigint`,
    [time, id],
  );
  return row ?? null;
}

export type Bar = { start: string; level: number; count: number };

/** How many records each stretch of `stepSeconds` has, counted one by one. */
export function countBars(
  sql: Sql,
  { range, query, stepSeconds }: { range: Range; query: Query | null; stepSeconds: number },
): Promise<Bar[]> {
  const binds = new Binds();
  const start = binSql("r.ts", stepSeconds, binds);
  const conditions = [rangeSql(range, binds), ...(query ? [conditionSql(query, binds)] : [])];
  return sql.rows<Bar>(barsSql(start, "count(*)", "log_record", conditions), binds.values);
}

/**
 * The same from what minutes and hours counted: hours where they lie in one bar, and minutes at both ends. Null when these
 * do not know what the search asks for.
 */
export async function countMinuteBars(
  sql: Sql,
  { range, query, stepSeconds }: { range: Range; query: Query | null; stepSeconds: number },
): Promise<Bar[] | null> {
  const binds = new Binds();
  const start = binSql("r.start", stepSeconds, binds);
  const condition = query ? countedConditionSql(query, binds) : "true";
  if (condition === null) return null;
  const hours = stepSeconds % HOUR_SECONDS === 0 ? wholeHours(range) : null;
  const counts = hours
    ? [
        minutesSql({ from: range.from, to: hours.from }, binds),
        hoursSql(hours, binds),
        minutesSql({ from: hours.to, to: range.to }, binds),
      ]
    : [minutesSql(range, binds)];
  const all = `(${counts.join(" UNION ALL ")})`;
  return sql.rows<Bar>(barsSql(start, "sum(r.count)", all, [condition]), binds.values);
}

const HOUR_SECONDS = 3_600;
const HOUR_MS = HOUR_SECONDS * 1_000;

/** Null when there is none. */
function wholeHours({ from, to }: Range): Range | null {
  const start = Math.ceil(Date.parse(from) / HOUR_MS) * HOUR_MS;
  const end = Math.floor(Date.parse(to) / HOUR_MS) * HOUR_MS;
  return start < end ? { from: new Date(start).toISOString(), to: new Date(end).toISOString() } : null;
}

function minutesSql({ from, to }: Range, binds: Binds): string {
  return `SELECT minute AS start, service, level, count FROM log_minute
    WHERE minute >= ${binds.add(from, "timestamptz")} AND minute < ${binds.add(to, "timestamptz")}`;
}

function hoursSql({ from, to }: Range, binds: Binds): string {
  return `SELECT hour AS start, service, level, count FROM log_hour
    WHERE hour >= ${binds.add(from, "timestamptz")} AND hour < ${binds.add(to, "timestamptz")}`;
}

/** The bar is written out after it was counted: once, and not for each record. */
function barsSql(start: string, count: string, table: string, conditions: readonly string[]): string {
  return `SELECT to_char(bar.start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS start, bar.level, bar.count
    FROM (SELECT ${start} AS start, r.level, ${count}::int AS count FROM ${table} r
      WHERE ${conditions.join(" AND ")} GROUP BY 1, 2) AS bar ORDER BY bar.start, bar.level`;
}

function binSql(column: string, stepSeconds: number, binds: Binds): string {
  return `date_bin(${binds.add(stepSeconds, "int")} * interval '1 second', ${column}, 'epoch'::timestamptz)`;
}

function rangeSql({ from, to }: Range, binds: Binds): string {
  return `r.ts >= ${binds.add(from, "timestamptz")} AND r.ts < ${binds.add(to, "timestamptz")}`;
}

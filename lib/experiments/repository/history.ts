import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { SortColumn } from "./sorting";
import { areSortValues, behindSql } from "./sorting";

/** Of run_metric_point p. */
const ORDER: readonly SortColumn[] = [
  { sql: "p.timestamp", type: "bigint", descending: false },
  { sql: "p.step", type: "bigint", descending: false },
  { sql: "p.value", type: "float8", descending: false },
];

const METRIC = (binds: Binds, runId: string, key: string) =>
  `(SELECT metric_id FROM run_metric WHERE run_id = ${binds.add(runId, "uuid")} AND key = ${binds.add(key, "text")})`;

/**
 * `json` is what stands between the brackets of a list of points, written by the database; `count` is one more than `limit`
 * when there are more, and `keys` is the place of the last point that is given.
 */
export type HistoryPage = { json: string | null; count: number; keys: string[] | null };

/** Points by time, step and value from behind `after` on. Null when `after` is not one of a history. */
export async function historyRows(
  sql: Sql,
  wanted: { runId: string; key: string; after: readonly string[] | null; limit: number },
): Promise<HistoryPage | null> {
  const place = wanted.after?.map((value) => (value === "NaN" ? "0" : value));
  if (place && !areSortValues(ORDER, place)) return null;
  const binds = new Binds();
  const metric = METRIC(binds, wanted.runId, wanted.key);
  const behind = wanted.after ? ` AND ${behindSql(ORDER, wanted.after, binds)}` : "";
  const key = binds.add(wanted.key, "text");
  const limit = binds.add(wanted.limit, "int");
  const [row] = await sql.rows<HistoryPage>(
    `WITH page AS MATERIALIZED (
       SELECT p.timestamp, p.step, p.value, row_number() OVER (ORDER BY p.timestamp, p.step, p.value) AS number
       FROM run_metric_point p WHERE p.metric_id = ${metric}${behind}
       ORDER BY p.timestamp, p.step, p.value LIMIT ${limit} + 1)
     SELECT
       (SELECT string_agg(json_build_object('key', ${key}, 'value', value, 'timestamp', timestamp, 'step', step)::text, ','
          ORDER BY number) FROM page WHERE number <= ${limit}) AS json,
       (SELECT count(*)::int FROM page) AS count,
       (SELECT ARRAY[timestamp::text, step::text, value::text] FROM page WHERE number = ${limit}) AS keys`,
    binds.values,
  );
  return row ?? { json: null, count: 0, keys: null };
}

export type Interval = {
  runIds: readonly string[];
  key: string;
  start: string | null;
  end: string | null;
  limit: number;
};

const IS_ASKED = "($3::bigint IS NULL OR p.step BETWEEN $3::bigint AND $4::bigint)";
/** Of `k` the row number, from 0, that the sample has at its place k. */
const PLACE = (k: string) => `((${k}) * (w.count - 1) + $5::int - 2) / ($5::int - 1)`;

/**
 * At most `limit` points a run, evenly spaced over (step, timestamp, value) with the first and the last kept: every n-th row,
 * so that the same question has the same answer. They are counted first, by the index alone. A metric whose points are in
 * the order of steps when they are in that of time is then walked along its index, from one place to the next: nothing
 * is sorted. The others are numbered, and the numbering keeps no row that is not wanted.
 */
export async function sampledRows(sql: Sql, { runIds, key, start, end, limit }: Interval): Promise<string> {
  const [row] = await sql.rows<{ json: string | null }>(
    `WITH RECURSIVE metric AS MATERIALIZED (
       SELECT m.run_id, m.metric_id, m.in_step_order AND $5::int > 1 AS is_walked,
         (SELECT count(*) FROM run_metric_point p WHERE p.metric_id = m.metric_id AND ${IS_ASKED}) AS count
       FROM run_metric m WHERE m.run_id = ANY($1::uuid[]) AND m.key = $2),
     walked AS (
       SELECT m.run_id, m.metric_id, m.count, 0::bigint AS k, p.timestamp, p.step, p.value
       FROM metric m CROSS JOIN LATERAL (
         SELECT p.timestamp, p.step, p.value FROM run_metric_point p WHERE p.metric_id = m.metric_id AND ${IS_ASKED}
         ORDER BY p.timestamp, p.step, p.value LIMIT 1) p
       WHERE m.is_walked
       UNION ALL
       SELECT w.run_id, w.metric_id, w.count, w.k + 1, p.timestamp, p.step, p.value
       FROM walked w CROSS JOIN LATERAL (
         SELECT p.timestamp, p.step, p.value FROM run_metric_point p
         WHERE p.metric_id = w.metric_id AND (p.timestamp, p.step, p.value) > (w.timestamp, w.step, w.value) AND ${IS_ASKED}
         ORDER BY p.timestamp, p.step, p.value
         OFFSET CASE WHEN w.count > $5::int THEN ${PLACE("w.k + 1")} - ${PLACE("w.k")} - 1 ELSE 0 END LIMIT 1) p),
     numbered AS (
       SELECT metric.run_id, point.* FROM metric CROSS JOIN LATERAL (
         SELECT p.timestamp, p.step, p.value, row_number() OVER (ORDER BY p.step, p.timestamp, p.value) AS number
         FROM run_metric_point p WHERE p.metric_id = metric.metric_id AND ${IS_ASKED}) point
       WHERE NOT is_walked AND (count <= $5::int OR number = 1 OR number = count
         OR ((number - 1) * ($5::int - 1)) / (count - 1) <> ((number - 2) * ($5::int - 1)) / (count - 1))),
     kept AS (
       SELECT run_id, timestamp, step, value FROM walked
       UNION ALL SELECT run_id, timestamp, step, value FROM numbered)
     SELECT string_agg(json_build_object('key', $2::text, 'value', value, 'timestamp', timestamp, 'step', step,
         'run_id', replace(run_id::text, '-', ''))::text, ','
       ORDER BY array_position($1::uuid[], run_id), step, timestamp, value) AS json
     FROM kept`,
    [runIds, key, start, end, limit],
  );
  return row?.json ?? "";
}

/** The first `limit` points of these runs, by run, time, step and value. */
export async function bulkRows(
  sql: Sql,
  { runIds, key, limit }: { runIds: readonly string[]; key: string; limit: number },
): Promise<string> {
  const [row] = await sql.rows<{ json: string | null }>(
    `WITH page AS (
       SELECT m.run_id, p.timestamp, p.step, p.value
       FROM unnest($1::uuid[]) WITH ORDINALITY AS asked(run_id, number)
       JOIN run_metric m ON m.run_id = asked.run_id AND m.key = $2
       CROSS JOIN LATERAL (
         SELECT timestamp, step, value FROM run_metric_point WHERE metric_id = m.metric_id
         ORDER BY timestamp, step, value LIMIT $3::int) p
       ORDER BY asked.number, p.timestamp, p.step, p.value LIMIT $3::int)
     SELECT string_agg(json_build_object('key', $2::text, 'value', value, 'timestamp', timestamp, 'step', step,
         'run_id', replace(run_id::text, '-', ''))::text, ',' ORDER BY run_id, timestamp, step, value) AS json
     FROM page`,
    [runIds, key, limit],
  );
  return row?.json ?? "";
}

import type { Sql } from "@/lib/platform/db";
import type { Axis } from "../values";

/** Of run_metric_point p; `start` is that of its run. Times of 64 bits have no difference of 64 bits. */
const PLACE: Readonly<Record<Axis, (start: string) => string>> = {
  step: () => "p.step",
  time: () => "p.timestamp",
  relative: (start) => `(p.timestamp::float8 - ${start}::float8)`,
};

/** Infinities are stored as the greatest double, see values.ts; sums of smaller ones than this stay doubles. */
const IS_FINITE = "p.value > -1e300 AND p.value < 1e300";

export type Reach = { axis: Axis; from: number | null; to: number | null };

const within = (place: string, from: string, to: string) =>
  `(${from}::bigint IS NULL OR ${place} >= ${from}::bigint) AND (${to}::bigint IS NULL OR ${place} <= ${to}::bigint)`;

export type Series = {
  metricId: string;
  runId: string;
  key: string;
  start: number;
  total: number;
  odd: number;
  low: number | null;
  high: number | null;
};

/** The metrics of these runs, how many points each has in reach, and from where to where. */
export function seriesRows(
  sql: Sql,
  wanted: { runIds: readonly string[]; keys: readonly string[]; reach: Reach },
): Promise<Series[]> {
  const place = PLACE[wanted.reach.axis]("r.start_time");
  return sql.rows<Series>(
    `SELECT m.metric_id::text AS "metricId", replace(m.run_id::text, '-', '') AS "runId", m.key, r.start_time::float8 AS start, f.*
     FROM run_metric m JOIN experiment_run r USING (run_id) CROSS JOIN LATERAL (
       SELECT count(*)::int AS total, count(*) FILTER (WHERE NOT (${IS_FINITE}))::int AS odd,
         min(${place})::float8 AS low, max(${place})::float8 AS high
       FROM run_metric_point p WHERE p.metric_id = m.metric_id AND ${within(place, "$3", "$4")}) f
     WHERE m.run_id = ANY($1::uuid[]) AND m.key = ANY($2::text[])`,
    [wanted.runIds, wanted.keys, wanted.reach.from, wanted.reach.to],
  );
}

/** Step, time in ms, value. */
export type StoredPoint = [number, number, number | "NaN"];

/** Every point in reach. */
export async function pointsOf(
  sql: Sql,
  series: readonly Series[],
  reach: Reach,
): Promise<Map<string, StoredPoint[]>> {
  if (series.length === 0) return new Map();
  const place = PLACE[reach.axis]("s.start");
  const rows = await sql.rows<{ metricId: string; points: StoredPoint[] }>(
    `SELECT s.metric_id::text AS "metricId", f.points
     FROM unnest($1::bigint[], $2::float8[]) AS s(metric_id, start) CROSS JOIN LATERAL (
       SELECT COALESCE(json_agg(json_build_array(p.step, p.timestamp, p.value) ORDER BY ${place}, p.step, p.timestamp, p.value), '[]') AS points
       FROM run_metric_point p WHERE p.metric_id = s.metric_id AND ${within(place, "$3", "$4")}) f`,
    [series.map(({ metricId }) => metricId), series.map(({ start }) => start), reach.from, reach.to],
  );
  return new Map(rows.map(({ metricId, points }) => [metricId, points]));
}

/** Of one stretch: its least point, its greatest, and the average of all its values. */
export type Stretch = { stretch: number; least: StoredPoint; greatest: StoredPoint; mean: number };

const STRETCH = (place: string) =>
  `COALESCE(LEAST(floor((${place} - s.low) / NULLIF(s.high - s.low, 0) * $7::int), $7::int - 1), 0)`;
const BOUNDED =
  "unnest($1::bigint[], $2::float8[], $3::float8[], $4::float8[]) AS s(metric_id, start, low, high)";
const boundsOf = (series: readonly Series[], reach: Reach, count: number) => [
  series.map(({ metricId }) => metricId),
  series.map(({ start }) => start),
  series.map(({ low }) => low),
  series.map(({ high }) => high),
  reach.from,
  reach.to,
  count,
];

/**
 * The least and the greatest value of each of `count` stretches of equal length, so that no peak is lost; what is not finite
 * stays out. One pass: a list is compared by its first member, and so carries the place of the extreme along; OFFSET 0
 * lets each row build its list once.
 */
export async function stretchesOf(
  sql: Sql,
  series: readonly Series[],
  reach: Reach,
  count: number,
): Promise<Map<string, Stretch[]>> {
  if (series.length === 0) return new Map();
  const place = PLACE[reach.axis]("s.start");
  const said = (list: string) => `json_build_array(${list}[2], ${list}[3], ${list}[1])`;
  const rows = await sql.rows<{ metricId: string; stretches: Stretch[] }>(
    `SELECT s.metric_id::text AS "metricId", f.stretches
     FROM ${BOUNDED} CROSS JOIN LATERAL (
       SELECT COALESCE(json_agg(json_build_object('stretch', g.stretch, 'least', ${said("g.least")},
         'greatest', ${said("g.greatest")}, 'mean', g.mean) ORDER BY g.stretch), '[]') AS stretches
       FROM (
         SELECT q.stretch, min(q.point) AS least, max(q.point) AS greatest, avg(q.value) AS mean
         FROM (
           SELECT ${STRETCH(place)} AS stretch, ARRAY[p.value, p.step::float8, p.timestamp::float8] AS point, p.value
           FROM run_metric_point p
           WHERE p.metric_id = s.metric_id AND ${IS_FINITE} AND ${within(place, "$5", "$6")} OFFSET 0) q
         GROUP BY q.stretch) g) f`,
    boundsOf(series, reach, count),
  );
  return new Map(rows.map(({ metricId, stretches }) => [metricId, stretches]));
}

export type Gap = { stretch: number; step: number; timestamp: number };

/** Of each stretch the first point that is NaN or infinite. */
export async function gapsOf(
  sql: Sql,
  series: readonly Series[],
  reach: Reach,
  count: number,
): Promise<Map<string, Gap[]>> {
  if (series.length === 0) return new Map();
  const place = PLACE[reach.axis]("s.start");
  const rows = await sql.rows<{ metricId: string; gaps: Gap[] }>(
    `SELECT s.metric_id::text AS "metricId", f.gaps
     FROM ${BOUNDED} CROSS JOIN LATERAL (
       SELECT COALESCE(json_agg(g), '[]') AS gaps FROM (
         SELECT ${STRETCH(place)} AS stretch, min(p.step) AS step, min(p.timestamp) AS timestamp
         FROM run_metric_point p
         WHERE p.metric_id = s.metric_id AND NOT (${IS_FINITE}) AND ${within(place, "$5", "$6")} GROUP BY 1) g) f`,
    boundsOf(series, reach, count),
  );
  return new Map(rows.map(({ metricId, gaps }) => [metricId, gaps]));
}

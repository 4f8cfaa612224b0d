import type { Sql } from "@/lib/platform/db";

export type SampledPoint = {
  key: string;
  total: number;
  step: number;
  timestamp: number;
  value: number;
};

/**
 * At most `limit` points of each metric, by step: the least and the greatest value of each of limit / 2 stretches of equal
 * length, so that no peak is lost. All of them where there are no more.
 */
export function sampleRows(
  sql: Sql,
  wanted: { runId: string; keys: readonly string[]; from: number | null; to: number | null; limit: number },
): Promise<SampledPoint[]> {
  return sql.rows<SampledPoint>(
    `WITH point AS (
       SELECT m.key, p.step, p.timestamp, p.value,
         row_number() OVER (PARTITION BY m.key ORDER BY p.step, p.timestamp, p.value) AS number,
         count(*) OVER (PARTITION BY m.key) AS total
       FROM run_metric m JOIN run_metric_point p ON p.metric_id = m.metric_id
       WHERE m.run_id = $1::uuid AND m.key = ANY($2::text[])
         AND ($3::bigint IS NULL OR p.step >= $3::bigint) AND ($4::bigint IS NULL OR p.step <= $4::bigint)),
     placed AS (
       SELECT *, CASE WHEN total <= $5::int THEN number ELSE (number - 1) * ($5::int / 2) / total END AS stretch FROM point),
     ranked AS (
       SELECT *, row_number() OVER (PARTITION BY key, stretch ORDER BY value, number) AS low,
         row_number() OVER (PARTITION BY key, stretch ORDER BY value DESC, number) AS high FROM placed)
     SELECT key, total::int AS total, step::float8 AS step, timestamp::float8 AS timestamp, value FROM ranked
     WHERE low = 1 OR high = 1 ORDER BY key, number`,
    [wanted.runId, wanted.keys, wanted.from, wanted.to, wanted.limit],
  );
}

import type { Sql } from "@/lib/platform/db";
import { RUN_NAME_TAG } from "../values";

/** As text, because numbers of 64 bits and NaN have no other form in which they come through whole. */
export type Point = { key: string; value: string; timestamp: string; step: string };
export type KeyValue = { key: string; value: string };

/** Brackets and digits need no quotes in an array's text, and writing it here is ten times as fast as the driver. */
const arrayText = (values: readonly string[]) => `{${values.join(",")}}`;
/** Keys hold nothing that JSON would write otherwise than an array's text does. */
const keysText = (keys: readonly string[]) => arrayText(keys.map((key) => JSON.stringify(key)));

const RANK = (row: string, of = "") =>
  `(${row}.${of}step, ${row}.${of}timestamp, COALESCE(NULLIF(${row}.${of}value, 'NaN'), 0))`;
const IS_LATER = `${RANK("excluded")} > ${RANK("m")}`;
const IS_EARLIER = `${RANK("excluded", "first_")} < ${RANK("m", "first_")}`;
const KEPT = (isNew: string, column: string) =>
  `${column} = CASE WHEN ${isNew} THEN excluded.${column} ELSE m.${column} END`;

/** One row a key: its latest point, its first, between what its numbers lie, and whether time and steps go together. */
const SUMMED = `SELECT key, l.value, l.step, l.timestamp, low, high, f.value AS first_value, f.step AS first_step,
    f.timestamp AS first_timestamp, in_step_order
  FROM (SELECT DISTINCT ON (key) * FROM point ORDER BY key, step DESC, timestamp DESC,
      COALESCE(NULLIF(value, 'NaN'), 0) DESC) l
    JOIN (SELECT DISTINCT ON (key) * FROM point ORDER BY key, step, timestamp, COALESCE(NULLIF(value, 'NaN'), 0)) f
      USING (key)
    JOIN (SELECT key, min(value) FILTER (WHERE value <> 'NaN') AS low, max(value) FILTER (WHERE value <> 'NaN') AS high,
        bool_and(timestamp >= before) AS in_step_order
      FROM (SELECT *, lag(timestamp, 1, timestamp) OVER (PARTITION BY key ORDER BY step, timestamp) AS before FROM point) p
      GROUP BY key) extent USING (key)`;
/** The same where each key comes once, as in most batches: there is nothing to sort out. */
const SINGLE = `SELECT key, value, step, timestamp, NULLIF(value, 'NaN') AS low, NULLIF(value, 'NaN') AS high,
    value AS first_value, step AS first_step, timestamp AS first_timestamp, true AS in_step_order FROM point`;

const WRITE_POINTS = (summed: string) =>
  `WITH point AS (
     SELECT * FROM unnest($3::text[], $4::float8[], $5::bigint[], $6::bigint[]) AS p(key, value, timestamp, step)),
   metric AS (
     INSERT INTO run_metric AS m (run_id, experiment_id, key, value, step, timestamp, min_value, max_value,
       first_value, first_step, first_timestamp, in_step_order)
     SELECT $1::uuid, $2::bigint, key, value, step, timestamp, low, high, first_value, first_step, first_timestamp,
       in_step_order
     FROM (${summed}) s ORDER BY key
     ON CONFLICT (run_id, key) DO UPDATE SET
       ${["value", "step", "timestamp"].map((column) => KEPT(IS_LATER, column)).join(", ")},
       ${["first_value", "first_step", "first_timestamp"].map((column) => KEPT(IS_EARLIER, column)).join(", ")},
       min_value = LEAST(m.min_value, excluded.min_value), max_value = GREATEST(m.max_value, excluded.max_value),
       in_step_order = m.in_step_order AND excluded.in_step_order AND excluded.first_step >= m.step
         AND excluded.first_timestamp >= m.timestamp
     RETURNING metric_id, key)
   INSERT INTO run_metric_point (metric_id, timestamp, step, value)
   SELECT metric_id, timestamp, step, value FROM point JOIN metric USING (key)
   ON CONFLICT DO NOTHING`;
const OF_SINGLE = WRITE_POINTS(SINGLE);
const OF_SUMMED = WRITE_POINTS(SUMMED);

/**
 * Points of a run, and what is now the latest, the first and the extent of each metric, in one statement. Points that are
 * there already change nothing, so that a request may be repeated. Metrics are locked in the order of their keys: writers
 * of one run never deadlock.
 */
export async function writePoints(
  sql: Sql,
  run: { runId: string; experimentId: string },
  points: readonly Point[],
) {
  const keys = points.map(({ key }) => key);
  await sql.hot(new Set(keys).size === keys.length ? OF_SINGLE : OF_SUMMED, [
    run.runId,
    run.experimentId,
    keysText(keys),
    arrayText(points.map(({ value }) => value)),
    arrayText(points.map(({ timestamp }) => timestamp)),
    arrayText(points.map(({ step }) => step)),
  ]);
}

/** Parameters are written once. Returns those that were there with another value, which must undo the rest. */
export async function writeParams(
  sql: Sql,
  run: { runId: string; experimentId: string },
  params: readonly KeyValue[],
): Promise<{ key: string; was: string }[]> {
  const sent = [run.runId, params.map(({ key }) => key), params.map(({ value }) => value)];
  const made = await sql.hot<{ key: string }>(
    `INSERT INTO run_param (run_id, experiment_id, key, value)
     SELECT $1::uuid, $4::bigint, key, value FROM unnest($2::text[], $3::text[]) AS p(key, value) ORDER BY key
     ON CONFLICT DO NOTHING RETURNING key`,
    [...sent, run.experimentId],
  );
  if (made.length === params.length) return [];
  return sql.hot<{ key: string; was: string }>(
    `SELECT k.key, k.value AS was FROM unnest($2::text[], $3::text[]) AS p(key, value)
     JOIN run_param k ON k.run_id = $1::uuid AND k.key = p.key WHERE k.value <> p.value ORDER BY k.key`,
    sent,
  );
}

/** The last write wins; one of the name also renames. Keys come once each. */
export async function writeTags(
  sql: Sql,
  run: { runId: string; experimentId: string },
  tags: readonly KeyValue[],
): Promise<void> {
  await sql.hot(
    `INSERT INTO run_tag (run_id, experiment_id, key, value)
     SELECT $1::uuid, $4::bigint, key, value FROM unnest($2::text[], $3::text[]) AS t(key, value) ORDER BY key
     ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value`,
    [run.runId, tags.map(({ key }) => key), tags.map(({ value }) => value), run.experimentId],
  );
  const name = tags.find(({ key }) => key === RUN_NAME_TAG)?.value;
  if (name !== undefined)
    await sql.hot("UPDATE experiment_run SET name = $2 WHERE run_id = $1::uuid", [run.runId, name]);
}

export async function removeTag(sql: Sql, runId: string, key: string): Promise<boolean> {
  const rows = await sql.rows("DELETE FROM run_tag WHERE run_id = $1::uuid AND key = $2 RETURNING key", [
    runId,
    key,
  ]);
  return rows.length > 0;
}

/** The tag's value is a list as JSON; one that is none begins anew. The caller holds the run. */
export async function appendToTag(
  sql: Sql,
  run: { runId: string; experimentId: string },
  key: string,
  item: unknown,
) {
  await sql.rows(
    `INSERT INTO run_tag (run_id, experiment_id, key, value)
     VALUES ($1::uuid, $2::bigint, $3, jsonb_build_array($4::jsonb)::text)
     ON CONFLICT (run_id, key) DO UPDATE SET value = (
       CASE WHEN run_tag.value IS JSON ARRAY THEN run_tag.value::jsonb ELSE '[]'::jsonb END || $4::jsonb)::text`,
    [run.runId, run.experimentId, key, JSON.stringify(item)],
  );
}

import type { Sql } from "@/lib/platform/db";

/** What a live variant and its shadow said to one row, and what came true. `of` is the place of the question that it answers. */
export type LabelledPair = { of: number; output: string; live: number; shadow: number; truth: number };

/** The newest of each question: enough to tell versions apart, and read in some tenths of a second. */
const MOST_ROWS = 20_000;
/** Labels that are numbers or true and false, of rows for which both have a number. */
const ROWS = `SELECT * FROM (
      SELECT a.prediction_id, f.row, a.output, a.live[f.row + 1] AS live, a.shadow[f.row + 1] AS shadow,
        CASE json_typeof(f.label) WHEN 'number' THEN f.label::text::float8 WHEN 'boolean' THEN (f.label::text = 'true')::int END AS truth
      FROM pairs a JOIN endpoint e ON e.id = a.endpoint_id
      JOIN prediction_feedback f ON f.prediction_id = a.prediction_id AND f.endpoint = e.name AND f.row < cardinality(a.live)) known
    WHERE live IS NOT NULL AND shadow IS NOT NULL AND truth IS NOT NULL ORDER BY prediction_id DESC, row LIMIT ${MOST_ROWS}`;

/** Of versions as shadows of a champion, at all endpoints together; none that are older than the version. */
export const labelledOfVersions = (
  sql: Sql,
  modelId: string,
  versions: readonly number[],
  champion: number,
) =>
  sql.rows<LabelledPair>(
    `SELECT wanted.version AS of, r.output, r.live, r.shadow, r.truth FROM unnest($2::int[]) AS wanted(version)
     CROSS JOIN LATERAL (WITH pairs AS (
       SELECT a.* FROM registered_model m JOIN model_version v ON v.model_id = m.model_id AND v.version = wanted.version
       JOIN endpoint_variant s ON s.model_name = m.name AND s.remote_url IS NULL
       JOIN endpoint_pair_answer a ON a.endpoint_id = s.endpoint_id AND a.shadow_variant = s.number
         AND a.live_version = $3::int AND a.shadow_version = wanted.version AND a.created_at >= v.created_at
       JOIN endpoint_variant l ON l.endpoint_id = a.endpoint_id AND l.number = a.live_variant AND l.model_name = m.name
         AND l.remote_url IS NULL
       WHERE m.model_id = $1::bigint) ${ROWS}) r`,
    [modelId, versions, champion],
  );

type PairOf = {
  liveVariant: number;
  liveVersion: number;
  shadowVariant: number;
  shadowVersion: number;
};

/** Of pairs of one endpoint; `of` counts them from 1. */
export const labelledOfPairs = (sql: Sql, endpointId: string, pairs: readonly PairOf[]) =>
  sql.rows<LabelledPair>(
    `SELECT wanted.of::int AS of, r.output, r.live, r.shadow, r.truth
     FROM unnest($2::int[], $3::int[], $4::int[], $5::int[]) WITH ORDINALITY
       AS wanted(live_variant, live_version, shadow_variant, shadow_version, of)
     CROSS JOIN LATERAL (WITH pairs AS (
       SELECT a.* FROM endpoint_pair_answer a WHERE a.endpoint_id = $1::bigint AND (a.live_variant, a.live_version,
         a.shadow_variant, a.shadow_version) = (wanted.live_variant, wanted.live_version, wanted.shadow_variant,
         wanted.shadow_version)) ${ROWS}) r`,
    [
      endpointId,
      pairs.map(({ liveVariant }) => liveVariant),
      pairs.map(({ liveVersion }) => liveVersion),
      pairs.map(({ shadowVariant }) => shadowVariant),
      pairs.map(({ shadowVersion }) => shadowVersion),
    ],
  );

import type { Sql } from "@/lib/platform/db";

/** What shadows answered beside what a champion answered to the same requests. Sums, of all endpoints together. */
export type ShadowSums = {
  version: number;
  compared: number;
  failed: number;
  liveMs: number;
  shadowMs: number;
  slowerSquares: number;
  outputs: {
    output: string;
    rows: number;
    unequal: number;
    values: number;
    sum: number;
    sumSquares: number;
  }[];
};

/** Pairs of a version as the shadow and the champion as what answered; none that are older than the version. */
const PAIRS = `FROM endpoint_pair p
    JOIN endpoint_variant s ON s.endpoint_id = p.endpoint_id AND s.number = p.shadow_variant
    JOIN endpoint_variant l ON l.endpoint_id = p.endpoint_id AND l.number = p.live_variant
    JOIN registered_model m ON m.model_id = $1::bigint AND m.name = s.model_name AND m.name = l.model_name
    JOIN model_version v ON v.model_id = m.model_id AND v.version = p.shadow_version AND v.created_at <= p.updated_at
  WHERE s.remote_url IS NULL AND l.remote_url IS NULL AND p.shadow_version = ANY($2::int[]) AND p.live_version = $3::int`;

export const shadowSums = (sql: Sql, modelId: string, versions: readonly number[], champion: number) =>
  sql.rows<ShadowSums>(
    `WITH pairs AS (SELECT p.* ${PAIRS}),
       outputs AS (SELECT o.shadow_version AS version, o.output, sum(o.rows)::float8 AS rows, sum(o.unequal)::float8 AS unequal,
           sum(o."values")::float8 AS "values", sum(o.sum) AS sum, sum(o.sum_squares) AS "sumSquares"
         FROM endpoint_pair_output o JOIN pairs p USING (endpoint_id, live_variant, live_version, shadow_variant, shadow_version)
         GROUP BY o.shadow_version, o.output)
     SELECT p.shadow_version AS version, sum(p.compared)::float8 AS compared, sum(p.failed)::float8 AS failed,
       sum(p.live_ms) AS "liveMs", sum(p.shadow_ms) AS "shadowMs", sum(p.slower_squares) AS "slowerSquares",
       COALESCE((SELECT json_agg(o) FROM outputs o WHERE o.version = p.shadow_version), '[]') AS outputs
     FROM pairs p GROUP BY p.shadow_version`,
    [modelId, versions, champion],
  );

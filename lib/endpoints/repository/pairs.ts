import type { Sql } from "@/lib/platform/db";
import type { PairEntry } from "../shadow/counts";

/** Adds to what is there. Of endpoints that are gone nothing is kept. */
export async function addPairs(sql: Sql, entries: readonly PairEntry[]): Promise<void> {
  const pairs = entries.map(({ pair, counts: { outputs: _, ...sums } }) => ({ ...pair, ...sums }));
  const outputs = entries.flatMap(({ pair, counts }) =>
    [...counts.outputs].map(([output, sums]) => ({ ...pair, output, ...sums })),
  );
  await sql.hot(
    `WITH given AS (SELECT g.* FROM jsonb_to_recordset($1::jsonb) AS g("endpoint" bigint, "liveVariant" int, "liveVersion" int,
         "shadowVariant" int, "shadowVersion" int, compared bigint, failed bigint, dropped bigint, "liveMs" float8,
         "shadowMs" float8, "slowerSquares" float8) JOIN endpoint e ON e.id = g.endpoint),
       added AS (INSERT INTO endpoint_pair AS p (endpoint_id, live_variant, live_version, shadow_variant, shadow_version,
           compared, failed, dropped, live_ms, shadow_ms, slower_squares)
         SELECT * FROM given ORDER BY 1, 2, 3, 4, 5
         ON CONFLICT (endpoint_id, live_variant, live_version, shadow_variant, shadow_version) DO UPDATE SET
           compared = p.compared + excluded.compared, failed = p.failed + excluded.failed,
           dropped = p.dropped + excluded.dropped, live_ms = p.live_ms + excluded.live_ms,
           shadow_ms = p.shadow_ms + excluded.shadow_ms, slower_squares = p.slower_squares + excluded.slower_squares,
           updated_at = now())
     INSERT INTO endpoint_pair_output AS o (endpoint_id, live_variant, live_version, shadow_variant, shadow_version, output,
       rows, unequal, "values", sum, sum_absolute, sum_squares, largest)
     SELECT g.* FROM jsonb_to_recordset($2::jsonb) AS g("endpoint" bigint, "liveVariant" int, "liveVersion" int,
         "shadowVariant" int, "shadowVersion" int, output text, rows bigint, unequal bigint, "values" bigint, sum float8,
         "sumAbsolute" float8, "sumSquares" float8, largest float8) JOIN endpoint e ON e.id = g.endpoint
     ORDER BY 1, 2, 3, 4, 5, 6
     ON CONFLICT (endpoint_id, live_variant, live_version, shadow_variant, shadow_version, output) DO UPDATE SET
       rows = o.rows + excluded.rows, unequal = o.unequal + excluded.unequal, "values" = o."values" + excluded."values",
       sum = o.sum + excluded.sum, sum_absolute = o.sum_absolute + excluded.sum_absolute,
       sum_squares = o.sum_squares + excluded.sum_squares, largest = greatest(o.largest, excluded.largest)`,
    [JSON.stringify(pairs), JSON.stringify(outputs)],
  );
}

type Side = { variant: string; number: number; model: string; version: number };
export type PairRow = {
  live: Side;
  shadow: Side;
  compared: number;
  failed: number;
  dropped: number;
  liveMs: number;
  shadowMs: number;
  slowerSquares: number;
  since: Date;
  updatedAt: Date;
  outputs: {
    output: string;
    rows: number;
    unequal: number;
    values: number;
    sum: number;
    sumAbsolute: number;
    sumSquares: number;
    largest: number;
  }[];
};

const SIDE = (side: "live" | "shadow") => `(SELECT json_build_object('variant', v.name, 'number', v.number,
    'model', v.model_name, 'version', p.${side}_version)
  FROM endpoint_variant v WHERE v.endpoint_id = p.endpoint_id AND v.number = p.${side}_variant) AS ${side}`;
const OUTPUTS = `COALESCE((SELECT json_agg(json_build_object('output', o.output, 'rows', o.rows, 'unequal', o.unequal,
    'values', o."values", 'sum', o.sum, 'sumAbsolute', o.sum_absolute, 'sumSquares', o.sum_squares, 'largest', o.largest)
    ORDER BY o.output) FROM endpoint_pair_output o WHERE (o.endpoint_id, o.live_variant, o.live_version, o.shadow_variant,
      o.shadow_version) = (p.endpoint_id, p.live_variant, p.live_version, p.shadow_variant, p.shadow_version)), '[]') AS outputs`;

/** The last that were compared first. */
export const listPairRows = (sql: Sql, endpoint: string, limit: number) =>
  sql.rows<PairRow>(
    `SELECT ${SIDE("live")}, ${SIDE("shadow")}, p.compared::int AS compared, p.failed::int AS failed,
       p.dropped::int AS dropped, p.live_ms AS "liveMs", p.shadow_ms AS "shadowMs", p.slower_squares AS "slowerSquares",
       p.since, p.updated_at AS "updatedAt", ${OUTPUTS}
     FROM endpoint_pair p WHERE p.endpoint_id = $1::bigint ORDER BY p.updated_at DESC, p.live_variant, p.live_version LIMIT $2::int`,
    [endpoint, limit],
  );

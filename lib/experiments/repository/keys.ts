import type { Sql } from "@/lib/platform/db";
import type { KeyKind } from "../view-schema";

const TABLES: Readonly<Record<KeyKind, string>> = {
  metric: "run_metric",
  param: "run_param",
  tag: "run_tag",
};

/**
 * Keys in their order. Each is found by a probe of the index behind the one before it, so that the cost is that of the
 * number of keys and not of runs.
 */
export async function findKeys(
  sql: Sql,
  { experimentId, kind, part, limit }: { experimentId: string; kind: KeyKind; part: string; limit: number },
): Promise<string[]> {
  const from = `FROM ${TABLES[kind]} WHERE experiment_id = $1::bigint`;
  const rows = await sql.rows<{ key: string }>(
    `WITH RECURSIVE k AS (
       (SELECT key ${from} ORDER BY key LIMIT 1)
       UNION ALL
       SELECT (SELECT key ${from} AND key > k.key ORDER BY key LIMIT 1) FROM k WHERE k.key IS NOT NULL)
     SELECT key FROM k WHERE key IS NOT NULL AND position(lower($2) IN lower(key)) > 0 LIMIT $3::int`,
    [experimentId, part, limit],
  );
  return rows.map(({ key }) => key);
}

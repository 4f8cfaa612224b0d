import type { Sql } from "@/lib/platform/db";
import { SYSTEM_PREFIX } from "../sample-schema";

export type LatestRow = { key: string; value: number; step: number; timestamp: number };

/** `isSystem` is null for both kinds. */
type Wanted = { runId: string; part: string; isSystem: boolean | null; after: string | null; limit: number };

/** The latest point of each metric of a run, by name, and how many match in all: an index's work for ten thousand. */
export async function latestRows(sql: Sql, wanted: Wanted): Promise<{ rows: LatestRow[]; total: number }> {
  const matching = `run_id = $1::uuid AND position(lower($2) IN lower(key)) > 0
       AND ($3::boolean IS NULL OR starts_with(key, '${SYSTEM_PREFIX}') = $3::boolean)`;
  const match = [wanted.runId, wanted.part, wanted.isSystem];
  const [rows, [count]] = await Promise.all([
    sql.rows<LatestRow>(
      `SELECT key, value, step::float8 AS step, timestamp::float8 AS timestamp FROM run_metric
       WHERE ${matching} AND ($4::text IS NULL OR key > $4::text) ORDER BY key LIMIT $5::int`,
      [...match, wanted.after, wanted.limit],
    ),
    sql.rows<{ total: number }>(`SELECT count(*)::int AS total FROM run_metric WHERE ${matching}`, match),
  ]);
  return { rows, total: count?.total ?? 0 };
}

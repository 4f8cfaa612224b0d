import type { Sql } from "@/lib/platform/db";

/** A longer schema is not read: some thousand columns. */
const MOST_BYTES = 131_072;
const MOST_DATASETS = 300;

/** What clients said of the columns of the datasets that these runs read, each once, with the runs' ids. */
export function findDatasetSchemas(
  sql: Sql,
  runIds: readonly string[],
): Promise<{ schema: string; runs: string[] }[]> {
  return sql.rows(
    `SELECT d.schema, array_agg(DISTINCT replace(i.run_id::text, '-', '')) AS runs
     FROM run_input i JOIN experiment_dataset d USING (dataset_id)
     WHERE i.run_id = ANY($1::uuid[]) AND octet_length(d.schema) <= $2::int
     GROUP BY d.dataset_id ORDER BY d.dataset_id LIMIT $3::int`,
    [runIds, MOST_BYTES, MOST_DATASETS],
  );
}

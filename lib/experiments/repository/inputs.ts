import type { Sql } from "@/lib/platform/db";

export type Input = {
  name: string;
  digest: string;
  source_type: string;
  source: string;
  schema: string | null;
  profile: string | null;
  tags: readonly { key: string; value: string }[];
  context: string | null;
};

/** What is known of a dataset stays, and so does the first edge between it and the run. */
export async function writeInputs(
  sql: Sql,
  run: { runId: string; experimentId: string },
  inputs: readonly Input[],
): Promise<void> {
  await sql.rows(
    `WITH sent AS (
       SELECT DISTINCT ON (name, digest) * FROM ROWS FROM (jsonb_to_recordset($3::jsonb) AS (
         name text, digest text, source_type text, source text, schema text, profile text, tags jsonb, context text))
       WITH ORDINALITY AS s(name, digest, source_type, source, schema, profile, tags, context, n)
       ORDER BY name, digest, n),
     made AS (
       INSERT INTO experiment_dataset (experiment_id, name, digest, source_type, source, schema, profile)
       SELECT $2::bigint, name, digest, source_type, source, schema, profile FROM sent ORDER BY name, digest
       ON CONFLICT (experiment_id, name, digest) DO UPDATE SET name = excluded.name
       RETURNING dataset_id, name, digest)
     INSERT INTO run_input (run_id, dataset_id, tags, context)
     SELECT $1::uuid, dataset_id, tags, context FROM made JOIN sent USING (name, digest)
     ON CONFLICT DO NOTHING`,
    [run.runId, run.experimentId, JSON.stringify(inputs)],
  );
}

export type DatasetSummary = { experimentId: string; name: string; digest: string; context: string | null };

export function findDatasets(
  sql: Sql,
  experimentIds: readonly string[],
  limit: number,
): Promise<DatasetSummary[]> {
  return sql.rows<DatasetSummary>(
    `SELECT DISTINCT d.experiment_id::text AS "experimentId", d.name, d.digest, i.context
     FROM experiment_dataset d JOIN run_input i USING (dataset_id) JOIN experiment_run r USING (run_id)
     WHERE d.experiment_id = ANY($1::bigint[]) AND r.lifecycle_stage = 'active'
     ORDER BY d.name, d.digest, i.context, "experimentId" LIMIT $2`,
    [experimentIds, limit],
  );
}

import type { Sql } from "@/lib/platform/db";
import { PARENT_TAG } from "../values";

/** These runs and all runs within them, in the experiments in which they are; at most `limit`. */
export async function withChildren(sql: Sql, runIds: readonly string[], limit: number): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH RECURSIVE family AS (
       SELECT run_id, experiment_id FROM experiment_run WHERE run_id = ANY($1::uuid[])
       UNION
       SELECT k.run_id, k.experiment_id FROM family f JOIN run_tag k ON k.experiment_id = f.experiment_id
         AND k.key = '${PARENT_TAG}' AND left(k.value, 120) = replace(f.run_id::text, '-', ''))
     SELECT replace(run_id::text, '-', '') AS id FROM family LIMIT $2::int`,
    [runIds, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Parameters, tags and metrics follow their run by their foreign keys. Datasets belong to an experiment: the runs get those of
 * the other one with the same name and digest, which are made where there are none. The models that the runs logged come along.
 */
export async function moveRunRows(sql: Sql, runIds: readonly string[], to: string): Promise<void> {
  await sql.rows(
    `WITH used AS (
       SELECT DISTINCT d.* FROM run_input i JOIN experiment_dataset d USING (dataset_id) WHERE i.run_id = ANY($1::uuid[])),
     there AS (
       INSERT INTO experiment_dataset (experiment_id, name, digest, source_type, source, schema, profile)
       SELECT DISTINCT ON (name, digest) $2::bigint, name, digest, source_type, source, schema, profile FROM used
       ORDER BY name, digest, dataset_id
       ON CONFLICT (experiment_id, name, digest) DO UPDATE SET name = excluded.name
       RETURNING dataset_id, name, digest)
     UPDATE run_input i SET dataset_id = there.dataset_id FROM used JOIN there USING (name, digest)
     WHERE i.run_id = ANY($1::uuid[]) AND i.dataset_id = used.dataset_id`,
    [runIds, to],
  );
  await sql.rows(
    `UPDATE logged_model m SET experiment_id = $2::bigint FROM experiment_run r
     WHERE r.run_id = ANY($1::uuid[]) AND m.source_run_id = r.run_id AND m.experiment_id = r.experiment_id`,
    [runIds, to],
  );
  await sql.rows("UPDATE experiment_run SET experiment_id = $2::bigint WHERE run_id = ANY($1::uuid[])", [
    runIds,
    to,
  ]);
}

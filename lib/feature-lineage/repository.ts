import type { Sql } from "@/lib/platform/db";

export type UserRow = { trainingSet: string; runId: string; experimentId: string; name: string };
export type VersionRow = { runId: string; model: string; version: number };

/** Training runs that logged a dataset whose source lies below a training set; the newest first. */
export function trainingRuns(
  sql: Sql,
  { trainingSet, limit }: { trainingSet: string | null; limit: number },
): Promise<UserRow[]> {
  return sql.rows<UserRow>(
    `SELECT DISTINCT d.training_set AS "trainingSet", r.run_id::text AS "runId", r.experiment_id::text AS "experimentId", r.name,
            r.start_time
       FROM (SELECT dataset_id, substring(source from '/features/training-sets/(job_[A-Za-z0-9]+)/') AS training_set
               FROM experiment_dataset WHERE position('/features/training-sets/job_' in source) > 0) d
       JOIN run_input i ON i.dataset_id = d.dataset_id
       JOIN experiment_run r ON r.run_id = i.run_id AND r.lifecycle_stage = 'active'
      WHERE d.training_set IS NOT NULL AND ($1::text IS NULL OR d.training_set = $1)
      ORDER BY r.start_time DESC, r.run_id::text LIMIT $2::int`,
    [trainingSet, limit],
  );
}

export function versionsOfRuns(sql: Sql, runIds: readonly string[]): Promise<VersionRow[]> {
  return sql.rows<VersionRow>(
    `SELECT v.run_id::text AS "runId", m.name AS model, v.version
       FROM model_version v JOIN registered_model m ON m.model_id = v.model_id
      WHERE v.run_id = ANY($1::uuid[]) ORDER BY m.name, v.version`,
    [runIds],
  );
}

import type { Sql } from "@/lib/platform/db";

export type Lineage = {
  experimentName: string;
  runStatus: string;
  sourceCommit: string | null;
  sourceName: string | null;
  params: Record<string, string>;
  datasets: { name: string; digest: string; source_type: string; source: string; context: string | null }[];
  pipeline: {
    dag_id: string;
    dag_run_id: string;
    run_key: string;
    run_type: string;
    logical_date: string | null;
    data_interval_start: string | null;
    data_interval_end: string | null;
    time_zone: string | null;
    task_id: string;
    attempt_id: string;
    attempt_number: number;
    version_number: number;
    code_sha256: string | null;
  } | null;
};

const TAG = (key: string) => `(SELECT t.value FROM run_tag t WHERE t.run_id = r.run_id AND t.key = '${key}')`;

/**
 * What made a run: its data, and the task of a pipeline with the version that this attempt ran on, which is not the run's
 * present one where it was cleared since. Null when the run is gone.
 */
export async function findLineage(sql: Sql, runId: string): Promise<Lineage | null> {
  const [row] = await sql.rows<Lineage>(
    `SELECT e.name AS "experimentName", r.status AS "runStatus", ${TAG("mlflow.source.git.commit")} AS "sourceCommit",
       ${TAG("mlflow.source.name")} AS "sourceName",
       COALESCE((SELECT json_object_agg(k.key, k.value ORDER BY k.key) FROM run_param k WHERE k.run_id = r.run_id), '{}') AS params,
       COALESCE((SELECT json_agg(json_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type,
           'source', d.source, 'context', i.context) ORDER BY d.dataset_id)
         FROM run_input i JOIN experiment_dataset d USING (dataset_id) WHERE i.run_id = r.run_id), '[]') AS datasets,
       (SELECT json_build_object('dag_id', a.dag_id, 'dag_run_id', a.run_id, 'run_key', g.run_key, 'run_type', g.run_type,
           'logical_date', g.logical_date, 'data_interval_start', g.data_interval_start, 'data_interval_end', g.data_interval_end,
           'time_zone', (SELECT d.schedule_time_zone FROM dag d WHERE d.dag_id = a.dag_id), 'task_id', a.task_id,
           'attempt_id', a.id, 'attempt_number', a.number, 'version_number', v.number, 'code_sha256', v.code_sha256)
         FROM task_attempt a JOIN dag_run g ON g.id = a.run_id JOIN dag_version v ON v.id = COALESCE(
           (SELECT p.dag_version_id FROM dag_run_past p WHERE p.run_id = a.run_id AND p.clear_number >= a.clear_number
            ORDER BY p.clear_number LIMIT 1), g.dag_version_id)
         WHERE a.id = r.attempt_id) AS pipeline
     FROM experiment_run r JOIN experiment e USING (experiment_id) WHERE r.run_id = $1::uuid`,
    [runId],
  );
  return row ?? null;
}

import { OWNER_NAME } from "@/lib/experiments";
import type { Sql } from "@/lib/platform/db";

/** A run with all that is not compared key by key. */
export type Head = {
  id: string;
  name: string;
  experimentId: string;
  experimentName: string;
  status: string;
  lifecycle: "active" | "deleted";
  userId: string;
  createdBy: string | null;
  startTime: number;
  endTime: number | null;
  /** The tags of the source and of models that were logged. */
  tags: Record<string, string>;
  datasets: {
    name: string;
    digest: string;
    source: string;
    context: string | null;
    profile: string | null;
  }[];
  /** The model of MLflow 3 that it logged last. */
  modelId: string | null;
  task: TaskFacts | null;
};
/** What made the run: the round of the pipeline's run that the attempt belongs to. */
export type TaskFacts = {
  dagId: string;
  dagRunId: string;
  taskId: string | null;
  version: number;
  codeSha: string | null;
  params: Record<string, unknown>;
  intervalStart: string | null;
  intervalEnd: string | null;
  queuedMs: number | null;
  usage: Record<string, unknown> | null;
};

/** In the order of the ids, without those that are not there. */
export function findHeads(
  sql: Sql,
  { runIds, tags }: { runIds: readonly string[]; tags: readonly string[] },
): Promise<Head[]> {
  return sql.rows<Head>(
    `SELECT replace(r.run_id::text, '-', '') AS id, r.name, r.experiment_id::text AS "experimentId",
       e.name AS "experimentName", r.status, r.lifecycle_stage AS lifecycle, r.user_id AS "userId",
       ${OWNER_NAME("r.created_by")} AS "createdBy", r.start_time::float8 AS "startTime",
       NULLIF(r.end_time, 0)::float8 AS "endTime",
       COALESCE((SELECT json_object_agg(k.key, k.value) FROM run_tag k WHERE k.run_id = r.run_id AND k.key = ANY($2::text[])),
         '{}') AS tags,
       COALESCE((SELECT json_agg(json_build_object('name', d.name, 'digest', d.digest, 'source', left(d.source, 2000),
           'context', i.context, 'profile', CASE WHEN octet_length(d.profile) <= 20000 THEN d.profile END) ORDER BY d.dataset_id)
         FROM run_input i JOIN experiment_dataset d USING (dataset_id) WHERE i.run_id = r.run_id), '[]') AS datasets,
       (SELECT k.model_id FROM run_model k WHERE k.run_id = r.run_id AND k.direction = 'output'
        ORDER BY k.step DESC, k.model_id DESC LIMIT 1) AS "modelId",
       CASE WHEN d.id IS NOT NULL THEN json_build_object('dagId', d.dag_id, 'dagRunId', d.id, 'taskId', t.task_id,
         'version', v.number, 'codeSha', v.code_sha256, 'params', COALESCE(past.params, d.params),
         'intervalStart', d.data_interval_start, 'intervalEnd', d.data_interval_end,
         'queuedMs', date_part('epoch', a.started_at - a.queued_at) * 1000, 'usage', a.usage) END AS task
     FROM unnest($1::uuid[]) WITH ORDINALITY wanted(run_id, place)
       JOIN experiment_run r USING (run_id) JOIN experiment e USING (experiment_id)
       LEFT JOIN dag_run d ON d.id = r.dag_run_id
       LEFT JOIN task_attempt a ON a.id = r.attempt_id
       LEFT JOIN task_instance t ON t.id = a.task_instance_id
       LEFT JOIN LATERAL (SELECT p.dag_version_id, p.params FROM dag_run_past p
         WHERE p.run_id = d.id AND p.clear_number >= a.clear_number ORDER BY p.clear_number LIMIT 1) past ON true
       LEFT JOIN dag_version v ON v.id = COALESCE(past.dag_version_id, d.dag_version_id)
     ORDER BY place`,
    [runIds, tags],
  );
}

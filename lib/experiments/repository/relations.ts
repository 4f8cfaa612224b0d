import type { Sql } from "@/lib/platform/db";
import type { RunDatasets, RunRelations } from "../run-page-schema";

export type RelatedRun = {
  id: string;
  experiment_id: string;
  name: string;
  status: string;
  lifecycle: "active" | "deleted";
  startTime: number;
};
export type Relations = {
  parent: RelatedRun | null;
  children: RelatedRun[];
  childCount: number;
  models: { id: string; name: string; status: string; direction: "input" | "output" }[];
  modelHistory: string | null;
  task: RunRelations["task"];
};

/** The only word that a run says of its parent. */
const PARENT_TAG = "mlflow.parentRunId";
const MOST_CHILDREN = 100;
const MOST_MODELS = 100;
const MOST_DATASETS = 100;
/** A schema may have a megabyte, a profile sixteen. */
const MOST_CHARS = 65_536;

const RUN = (alias: string) => `json_build_object('id', replace(${alias}.run_id::text, '-', ''),
  'experiment_id', ${alias}.experiment_id::text, 'name', ${alias}.name, 'status', ${alias}.status,
  'lifecycle', ${alias}.lifecycle_stage, 'startTime', ${alias}.start_time)`;

/**
 * Null when there is no such run. Children are runs of its experiment whose tag names it: a probe of the index of tags. What
 * a tag says is a text, which may name no run at all.
 */
export async function findRelations(sql: Sql, runId: string, historyTag: string): Promise<Relations | null> {
  const [row] = await sql.rows<{ found: Relations }>(
    `WITH children AS MATERIALIZED (
       SELECT c.* FROM run_tag t JOIN experiment_run c ON c.run_id = t.run_id
       WHERE t.experiment_id = (SELECT experiment_id FROM experiment_run WHERE run_id = $1::uuid)
         AND t.key = $2 AND left(t.value, 120) = $3 AND c.lifecycle_stage = 'active')
     SELECT json_build_object(
       'parent', (SELECT ${RUN("p")} FROM run_tag t
         JOIN experiment_run p ON p.run_id = CASE WHEN t.value ~ '^[0-9a-f]{32}$' THEN t.value::uuid END
         WHERE t.run_id = r.run_id AND t.key = $2),
       'children', COALESCE((SELECT json_agg(${RUN("c")} ORDER BY c.start_time DESC, c.run_id)
         FROM (SELECT * FROM children ORDER BY start_time DESC, run_id LIMIT ${MOST_CHILDREN}) c), '[]'),
       'childCount', (SELECT count(*) FROM children),
       'models', COALESCE((SELECT json_agg(json_build_object('id', m.model_id, 'name', m.name, 'status', m.status,
           'direction', m.direction) ORDER BY m.direction DESC, m.creation_timestamp DESC)
         FROM (SELECT DISTINCT ON (m.model_id) m.model_id, m.name, m.status, m.creation_timestamp, l.direction
           FROM (SELECT model_id, direction FROM run_model WHERE run_id = $1::uuid
             UNION ALL SELECT model_id, 'output' FROM logged_model WHERE source_run_id = $1::uuid) l
           JOIN logged_model m USING (model_id) WHERE m.deleted_at IS NULL
           ORDER BY m.model_id, l.direction DESC LIMIT ${MOST_MODELS}) m), '[]'),
       'task', (SELECT json_build_object('dag_id', a.dag_id, 'dag_run_id', a.run_id, 'task_id', a.task_id,
           'attempt_id', a.id, 'attempt_number', a.number, 'version', v.number)
         FROM task_attempt a JOIN dag_run d ON d.id = a.run_id
         JOIN dag_version v ON v.id = coalesce(
           (SELECT p.dag_version_id FROM dag_run_past p WHERE p.run_id = a.run_id AND p.clear_number >= a.clear_number
            ORDER BY p.clear_number LIMIT 1), d.dag_version_id)
         WHERE a.id = r.attempt_id),
       'modelHistory', (SELECT value FROM run_tag WHERE run_id = r.run_id AND key = $4)) AS found
     FROM experiment_run r WHERE r.run_id = $1::uuid`,
    [runId, PARENT_TAG, runId, historyTag],
  );
  return row?.found ?? null;
}

/** Null when there is no such run. */
export async function findDatasets(sql: Sql, runId: string): Promise<RunDatasets["data"] | null> {
  const [row] = await sql.rows<{ found: RunDatasets["data"] }>(
    `SELECT COALESCE((SELECT json_agg(d) FROM (
       SELECT d.name, d.digest, d.source_type, left(d.source, ${MOST_CHARS}) AS source, i.context, i.tags,
         left(d.schema, ${MOST_CHARS}) AS schema, left(d.profile, ${MOST_CHARS}) AS profile
       FROM run_input i JOIN experiment_dataset d USING (dataset_id)
       WHERE i.run_id = r.run_id ORDER BY d.dataset_id LIMIT ${MOST_DATASETS}) d), '[]') AS found
     FROM experiment_run r WHERE r.run_id = $1::uuid`,
    [runId],
  );
  return row?.found ?? null;
}

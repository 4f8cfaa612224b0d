import type { Sql } from "@/lib/platform/db";
import { ARTIFACT_URI } from "./run-meaning";

/**
 * A run as MLflow's clients read it, made by the database: numbers of 64 bits keep their digits, NaN is the text "NaN", what
 * is not set is absent, and nothing is parsed and written again on the way. `r` is a row of experiment_run.
 */
export const RUN_INFO_JSON = `json_build_object(
  'run_id', replace(r.run_id::text, '-', ''), 'run_uuid', replace(r.run_id::text, '-', ''), 'run_name', r.name,
  'experiment_id', r.experiment_id::text, 'user_id', r.user_id, 'status', r.status, 'start_time', r.start_time,
  'end_time', NULLIF(r.end_time, 0), 'artifact_uri', ${ARTIFACT_URI}, 'lifecycle_stage', r.lifecycle_stage)`;

const KEY_VALUES = (table: string) =>
  `(SELECT json_agg(json_build_object('key', k.key, 'value', k.value) ORDER BY k.key) FROM ${table} k WHERE k.run_id = r.run_id)`;

const INPUTS = `(SELECT json_agg(json_build_object(
    'tags', NULLIF(i.tags, '[]'::jsonb),
    'dataset', json_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type, 'source', d.source,
      'schema', d.schema, 'profile', d.profile)) ORDER BY d.dataset_id)
  FROM run_input i JOIN experiment_dataset d USING (dataset_id) WHERE i.run_id = r.run_id)`;

const MODELS = (direction: "input" | "output") =>
  `(SELECT json_agg(json_build_object('model_id', k.model_id${direction === "output" ? ", 'step', k.step" : ""})
      ORDER BY k.step, k.model_id) FROM run_model k WHERE k.run_id = r.run_id AND k.direction = '${direction}')`;

export const RUN_JSON = `json_strip_nulls(json_build_object(
  'info', ${RUN_INFO_JSON},
  'data', json_build_object(
    'metrics', (SELECT json_agg(json_build_object('key', k.key, 'value', k.value, 'timestamp', k.timestamp, 'step', k.step)
                  ORDER BY k.key) FROM run_metric k WHERE k.run_id = r.run_id),
    'params', ${KEY_VALUES("run_param")},
    'tags', ${KEY_VALUES("run_tag")}),
  'inputs', json_build_object('dataset_inputs', ${INPUTS}, 'model_inputs', ${MODELS("input")}),
  'outputs', json_build_object('model_outputs', ${MODELS("output")})))::text`;

const TEXTS = (table: string) =>
  `(SELECT COALESCE(sum(octet_length(k.key) + octet_length(k.value) + 24), 0) FROM ${table} k WHERE k.run_id = r.run_id)`;

/** About how many bytes RUN_JSON has. The length of a value is known without reading the value. */
export const RUN_WEIGHT = `(600 + ${TEXTS("run_param")} + ${TEXTS("run_tag")}
  + (SELECT COALESCE(sum(octet_length(k.key) + 90), 0) FROM run_metric k WHERE k.run_id = r.run_id)
  + (SELECT COALESCE(sum(octet_length(i.tags::text) + octet_length(d.source) + COALESCE(octet_length(d.schema), 0)
       + COALESCE(octet_length(d.profile), 0) + 200), 0)
     FROM run_input i JOIN experiment_dataset d USING (dataset_id) WHERE i.run_id = r.run_id)
  + (SELECT count(*) * 60 FROM run_model k WHERE k.run_id = r.run_id))`;

/** Null when there is no such run. */
export async function findRunJson(sql: Sql, runId: string): Promise<string | null> {
  const [row] = await sql.hot<{ json: string }>(
    `SELECT ${RUN_JSON} AS json FROM experiment_run r WHERE r.run_id = $1::uuid`,
    [runId],
  );
  return row?.json ?? null;
}

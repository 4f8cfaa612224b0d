import type { Sql } from "@/lib/platform/db";
import { RUN_HEX_ID } from "./run-meaning";

/**
 * A run as MLflow's clients read it, written by the database as text: numbers of 64 bits keep their digits, NaN is the text
 * "NaN", what is not set is absent, and nothing is parsed and written again on the way. Texts are put together, because
 * the functions that build JSON ask for the type of each value again, and take twice as long. `r` is a row of
 * experiment_run.
 */
export const RUN_INFO_JSON = `concat(
  '{"run_id":"', ${RUN_HEX_ID}, '","run_uuid":"', ${RUN_HEX_ID}, '","run_name":', to_json(r.name),
  ',"experiment_id":"', r.experiment_id, '","user_id":', to_json(r.user_id), ',"status":"', r.status,
  '","start_time":', r.start_time, ',"end_time":' || NULLIF(r.end_time, 0),
  ',"artifact_uri":"mlflow-artifacts:/', r.experiment_id, '/', ${RUN_HEX_ID},
  '/artifacts","lifecycle_stage":"', r.lifecycle_stage, '"}')`;

const LISTED_IN = (rows: string, fields = "") =>
  `(SELECT string_agg(concat('{"key":', to_json(k.key), ',"value":', to_json(k.value)${fields}, '}'), ',') FROM ${rows})`;
/** What a run holds in a table, by key; null when that is nothing. */
const LISTED = (table: string, fields?: string) =>
  LISTED_IN(`(SELECT * FROM ${table} WHERE run_id = r.run_id ORDER BY key) k`, fields);

const INPUTS = `(SELECT json_strip_nulls(json_agg(json_build_object(
    'tags', NULLIF(i.tags, '[]'::jsonb),
    'dataset', json_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type, 'source', d.source,
      'schema', d.schema, 'profile', d.profile)) ORDER BY d.dataset_id))::text
  FROM run_input i JOIN experiment_dataset d USING (dataset_id) WHERE i.run_id = r.run_id)`;

const MODELS = (direction: "input" | "output") =>
  `(SELECT json_agg(json_build_object('model_id', k.model_id${direction === "output" ? ", 'step', k.step" : ""})
      ORDER BY k.step, k.model_id)::text FROM run_model k WHERE k.run_id = r.run_id AND k.direction = '${direction}')`;

export const RUN_JSON = `concat('{"info":', ${RUN_INFO_JSON},
  ',"data":{', concat_ws(',',
    '"metrics":[' || ${LISTED("run_metric", `, ',"timestamp":', k.timestamp, ',"step":', k.step`)} || ']',
    '"params":[' || ${LISTED("run_param")} || ']',
    '"tags":[' || ${LISTED("run_tag")} || ']'),
  '},"inputs":{', concat_ws(',', '"dataset_inputs":' || ${INPUTS}, '"model_inputs":' || ${MODELS("input")}),
  '},"outputs":{', '"model_outputs":' || ${MODELS("output")}, '}}')`;

/** The same of a run that has nothing but tags, which are the rows of `tags`: it is being made in this statement. */
export const NEW_RUN_JSON = (tags: string) =>
  `concat('{"info":', ${RUN_INFO_JSON}, ',"data":{"tags":[', ${LISTED_IN(`(SELECT * FROM ${tags} ORDER BY key) k`)}, ']},"inputs":{},"outputs":{}}')`;

/** Null when there is no such run. */
export async function findRunJson(sql: Sql, runId: string): Promise<string | null> {
  const [row] = await sql.hot<{ json: string }>(
    `SELECT ${RUN_JSON} AS json FROM experiment_run r WHERE r.run_id = $1::uuid`,
    [runId],
  );
  return row?.json ?? null;
}

import type { Sql } from "@/lib/platform/db";
import type { ModelStatus } from "../values";

/** A logged model as MLflow's clients read it, made by the database. `m` is a row of logged_model. */
export const MODEL_JSON = `json_strip_nulls(json_build_object(
  'info', json_build_object('model_id', m.model_id, 'experiment_id', m.experiment_id::text, 'name', m.name,
    'creation_timestamp_ms', m.creation_timestamp, 'last_updated_timestamp_ms', m.last_updated_timestamp,
    'artifact_uri', 'mlflow-artifacts:/' || m.experiment_id || '/models/' || m.model_id || '/artifacts',
    'status', 'LOGGED_MODEL_' || m.status, 'status_message', m.status_message, 'model_type', m.model_type,
    'source_run_id', replace(m.source_run_id::text, '-', ''),
    'tags', (SELECT json_agg(json_build_object('key', key, 'value', value) ORDER BY key COLLATE "C") FROM jsonb_each_text(m.tags))),
  'data', json_build_object(
    'params', (SELECT json_agg(json_build_object('key', key, 'value', value) ORDER BY key COLLATE "C") FROM jsonb_each_text(m.params)),
    'metrics', (SELECT json_agg(json_build_object('key', k.key, 'value', k.value, 'timestamp', k.timestamp, 'step', k.step,
        'model_id', k.model_id, 'run_id', replace(k.run_id::text, '-', ''),
        'dataset_name', NULLIF(k.dataset_name, ''), 'dataset_digest', NULLIF(k.dataset_digest, ''))
      ORDER BY k.key, k.timestamp, k.run_id, k.dataset_name, k.dataset_digest)
      FROM logged_model_metric k WHERE k.model_id = m.model_id))))::text`;

type KeyValues = Readonly<Record<string, string>>;
export type NewModel = {
  modelId: string;
  experimentId: string;
  name: string;
  modelType: string;
  sourceRunId: string | null;
  params: KeyValues;
  tags: KeyValues;
  createdBy: string;
  now: number;
};
export type ModelRow = {
  modelId: string;
  experimentId: string;
  name: string;
  sourceRunId: string | null;
  deleted: boolean;
  params: KeyValues;
  tags: KeyValues;
};

export async function insertModel(sql: Sql, model: NewModel): Promise<void> {
  await sql.rows(
    `INSERT INTO logged_model (model_id, experiment_id, name, model_type, source_run_id, params, tags, created_by,
       creation_timestamp, last_updated_timestamp)
     VALUES ($1, $2::bigint, $3, $4, $5::uuid, $6::jsonb, $7::jsonb, $8, $9::bigint, $9::bigint)`,
    [
      model.modelId,
      model.experimentId,
      model.name,
      model.modelType,
      model.sourceRunId,
      JSON.stringify(model.params),
      JSON.stringify(model.tags),
      model.createdBy,
      model.now,
    ],
  );
}

/** Null when there is none, or when it is deleted and deleted ones are not asked for. */
export async function findModelJson(sql: Sql, modelId: string, allowDeleted = false): Promise<string | null> {
  const [row] = await sql.rows<{ json: string }>(
    `SELECT ${MODEL_JSON} AS json FROM logged_model m WHERE m.model_id = $1 AND ($2::boolean OR m.deleted_at IS NULL)`,
    [modelId, allowDeleted],
  );
  return row?.json ?? null;
}

const ROW = `model_id AS "modelId", experiment_id::text AS "experimentId", name,
  replace(source_run_id::text, '-', '') AS "sourceRunId", deleted_at IS NOT NULL AS deleted, params, tags`;

export async function findModel(sql: Sql, modelId: string): Promise<ModelRow | null> {
  const [row] = await sql.rows<ModelRow>(`SELECT ${ROW} FROM logged_model WHERE model_id = $1`, [modelId]);
  return row ?? null;
}

/** Until the transaction ends it is not removed. */
export async function keepModel(sql: Sql, modelId: string): Promise<ModelRow | null> {
  const [row] = await sql.rows<ModelRow>(
    `SELECT ${ROW} FROM logged_model WHERE model_id = $1 FOR KEY SHARE`,
    [modelId],
  );
  return row ?? null;
}

/** Holds it until the transaction ends. */
export async function lockModel(sql: Sql, modelId: string): Promise<ModelRow | null> {
  const [row] = await sql.rows<ModelRow>(
    `SELECT ${ROW} FROM logged_model WHERE model_id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`,
    [modelId],
  );
  return row ?? null;
}

export type ModelChange = { status?: ModelStatus; params?: KeyValues; tags?: KeyValues; deleted?: true };

export async function changeModel(
  sql: Sql,
  modelId: string,
  change: ModelChange,
  now: number,
): Promise<void> {
  await sql.rows(
    `UPDATE logged_model SET status = COALESCE($2, status), params = COALESCE($3::jsonb, params),
       tags = COALESCE($4::jsonb, tags), deleted_at = CASE WHEN $5::boolean THEN now() ELSE deleted_at END,
       last_updated_timestamp = $6::bigint WHERE model_id = $1`,
    [
      modelId,
      change.status ?? null,
      change.params ? JSON.stringify(change.params) : null,
      change.tags ? JSON.stringify(change.tags) : null,
      change.deleted ?? false,
      now,
    ],
  );
}

type Measured = {
  key: string;
  value: string;
  timestamp: string;
  step: string;
  model_id?: string | undefined;
  dataset_name?: string | undefined;
  dataset_digest?: string | undefined;
};

/** Of the points those that were measured of a model that is there; of each the latest stays. */
export async function writeModelMetrics(sql: Sql, runId: string, points: readonly Measured[]): Promise<void> {
  const measured = points.filter(({ model_id }) => model_id);
  if (measured.length === 0) return;
  await sql.rows(
    `INSERT INTO logged_model_metric AS k (model_id, key, run_id, dataset_name, dataset_digest, value, step, timestamp)
     SELECT DISTINCT ON (p.model_id, p.key, p.dataset_name, p.dataset_digest)
       p.model_id, p.key, $1::uuid, p.dataset_name, p.dataset_digest, p.value, p.step, p.timestamp
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::bigint[], $8::bigint[])
       AS p(model_id, key, dataset_name, dataset_digest, value, step, timestamp)
     JOIN logged_model m ON m.model_id = p.model_id AND m.deleted_at IS NULL
     ORDER BY p.model_id, p.key, p.dataset_name, p.dataset_digest, p.step DESC, p.timestamp DESC
     ON CONFLICT (model_id, key, run_id, dataset_name, dataset_digest) DO UPDATE
       SET value = excluded.value, step = excluded.step, timestamp = excluded.timestamp
       WHERE (excluded.step, excluded.timestamp) >= (k.step, k.timestamp)`,
    [
      runId,
      measured.map(({ model_id }) => model_id),
      measured.map(({ key }) => key),
      measured.map(({ dataset_name }) => dataset_name ?? ""),
      measured.map(({ dataset_digest }) => dataset_digest ?? ""),
      measured.map(({ value }) => value),
      measured.map(({ step }) => step),
      measured.map(({ timestamp }) => timestamp),
    ],
  );
}

export async function linkModels(
  sql: Sql,
  runId: string,
  direction: "input" | "output",
  models: readonly { model_id: string; step: string }[],
): Promise<void> {
  if (models.length === 0) return;
  await sql.rows(
    `INSERT INTO run_model (run_id, model_id, direction, step)
     SELECT $1::uuid, model_id, $2, step FROM unnest($3::text[], $4::bigint[]) AS l(model_id, step) ORDER BY model_id
     ON CONFLICT DO NOTHING`,
    [runId, direction, models.map(({ model_id }) => model_id), models.map(({ step }) => step)],
  );
}

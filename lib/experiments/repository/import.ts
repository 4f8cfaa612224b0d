import type { Sql } from "@/lib/platform/db";
import type { KeyValue } from "./log";

/**
 * Keeps everybody else from making an experiment until the transaction ends: a number that another server gave may be the
 * next of ours. Makers hold the table for one statement.
 */
export async function holdNumbers(sql: Sql): Promise<void> {
  await sql.rows("LOCK TABLE experiment IN SHARE ROW EXCLUSIVE MODE");
}

export function knownExperiments(
  sql: Sql,
  source: string,
  sourceIds: readonly string[],
): Promise<{ sourceId: string; experimentId: string }[]> {
  return sql.rows(
    `SELECT source_id AS "sourceId", experiment_id::text AS "experimentId" FROM experiment_import
     WHERE source = $1 AND source_id = ANY($2::text[])`,
    [source, sourceIds],
  );
}

export async function rememberExperiment(
  sql: Sql,
  known: { source: string; sourceId: string; experimentId: string },
): Promise<void> {
  await sql.rows(
    `INSERT INTO experiment_import (source, source_id, experiment_id) VALUES ($1, $2, $3::bigint)
     ON CONFLICT (source, source_id) DO UPDATE SET experiment_id = excluded.experiment_id`,
    [known.source, known.sourceId, known.experimentId],
  );
}

export type IncomingExperiment = {
  wantedId: string;
  name: string;
  isDeleted: boolean;
  createdBy: string;
  createdMs: string | null;
  updatedMs: string | null;
};

/** A number beyond this is one that file: stores draw at random; no sequence of ours will come to it. */
const LAST_IN_SEQUENCE = 1_000_000_000_000n;
const SEQUENCE = "pg_get_serial_sequence('experiment', 'experiment_id')";
const at = (parameter: string) =>
  `COALESCE(timestamptz 'epoch' + ${parameter}::bigint * interval '1 millisecond', now())`;

/** Under its own number, or the next one where that is taken. The caller holds the numbers. */
export async function insertIncoming(sql: Sql, made: IncomingExperiment): Promise<string> {
  const taken = await sql.rows("SELECT 1 FROM experiment WHERE experiment_id = $1::bigint", [made.wantedId]);
  const isFree = taken.length === 0;
  const [row] = await sql.rows<{ id: string }>(
    `INSERT INTO experiment (experiment_id, name, lifecycle_stage, created_by, created_at, updated_at, deleted_at)
     VALUES (COALESCE($1::bigint, nextval(${SEQUENCE})), $2, CASE WHEN $3::boolean THEN 'deleted' ELSE 'active' END, $4,
       ${at("$5")}, ${at("$6")}, CASE WHEN $3::boolean THEN now() END)
     RETURNING experiment_id::text AS id`,
    [
      isFree ? made.wantedId : null,
      made.name,
      made.isDeleted,
      made.createdBy,
      made.createdMs,
      made.updatedMs,
    ],
  );
  if (!row) throw new Error("An experiment was inserted and has no id");
  if (isFree && BigInt(made.wantedId) <= LAST_IN_SEQUENCE)
    await sql.rows(
      `SELECT setval(${SEQUENCE}, $1::bigint)
       WHERE $1::bigint > COALESCE(pg_sequence_last_value(${SEQUENCE}::regclass), 0)`,
      [row.id],
    );
  return row.id;
}

/** Tags that are there stay as they are. */
export async function addExperimentTags(sql: Sql, id: string, tags: readonly KeyValue[]): Promise<void> {
  await sql.rows(
    `INSERT INTO experiment_tag (experiment_id, key, value)
     SELECT $1::bigint, key, value FROM unnest($2::text[], $3::text[]) AS t(key, value) ORDER BY key
     ON CONFLICT DO NOTHING`,
    [id, tags.map(({ key }) => key), tags.map(({ value }) => value)],
  );
}

export type IncomingRun = {
  run_id: string;
  name: string;
  user_id: string;
  status: string;
  start_time: string;
  end_time: string | null;
  lifecycle_stage: string;
};
/** `isOpen`: it has not ended here, or is new, so that its server knows better how it stands. */
export type PlacedRun = {
  runId: string;
  experimentId: string;
  isNew: boolean;
  isOpen: boolean;
  fingerprint: string | null;
};

/**
 * Makes those that are not there, in this experiment; one that has not ended here is brought up to date where it lies.
 * What became of a run here stays. All are held until the transaction ends, in the order of their ids.
 */
export async function placeRuns(
  sql: Sql,
  to: { experimentId: string; isDeleted: boolean; createdBy: string },
  runs: readonly IncomingRun[],
): Promise<PlacedRun[]> {
  const made = await sql.rows<{ runId: string }>(
    `INSERT INTO experiment_run (run_id, experiment_id, name, user_id, status, start_time, end_time, lifecycle_stage,
       deleted_at, deleted_with_experiment, created_by)
     SELECT r.run_id, $1::bigint, r.name, r.user_id, r.status, r.start_time, r.end_time, r.lifecycle_stage,
       CASE WHEN r.lifecycle_stage = 'deleted' THEN now() END, r.lifecycle_stage = 'deleted' AND $2::boolean, $3
     FROM jsonb_to_recordset($4::jsonb) AS r(run_id uuid, name text, user_id text, status text, start_time bigint,
       end_time bigint, lifecycle_stage text)
     ORDER BY r.run_id ON CONFLICT (run_id) DO NOTHING RETURNING replace(run_id::text, '-', '') AS "runId"`,
    [to.experimentId, to.isDeleted, to.createdBy, JSON.stringify(runs)],
  );
  const fresh = new Set(made.map(({ runId }) => runId));
  const held = await sql.rows<Omit<PlacedRun, "isNew">>(
    `SELECT replace(run_id::text, '-', '') AS "runId", experiment_id::text AS "experimentId",
       status IN ('RUNNING', 'SCHEDULED') AS "isOpen",
       (SELECT fingerprint FROM experiment_run_import i WHERE i.run_id = r.run_id) AS fingerprint
     FROM experiment_run r WHERE run_id = ANY($1::uuid[]) ORDER BY run_id FOR NO KEY UPDATE`,
    [runs.map(({ run_id }) => run_id)],
  );
  const placed = held.map((run) => {
    const isNew = fresh.has(run.runId);
    return { ...run, isNew, isOpen: isNew || run.isOpen };
  });
  const behind = new Set(placed.filter(({ isNew, isOpen }) => isOpen && !isNew).map(({ runId }) => runId));
  if (behind.size > 0)
    await sql.rows(
      `UPDATE experiment_run e SET name = r.name, status = r.status, end_time = r.end_time
       FROM jsonb_to_recordset($1::jsonb) AS r(run_id uuid, name text, status text, end_time bigint)
       WHERE e.run_id = r.run_id`,
      [JSON.stringify(runs.filter(({ run_id }) => behind.has(run_id)))],
    );
  return placed;
}

export type OfRun = KeyValue & { runId: string; experimentId: string };
const columns = (items: readonly OfRun[]) => [
  items.map(({ runId }) => runId),
  items.map(({ experimentId }) => experimentId),
  items.map(({ key }) => key),
  items.map(({ value }) => value),
];
const ITEMS = `FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) AS t(run_id, experiment_id, key, value)
     ORDER BY run_id, key`;

/** Those that are there stay as they are. */
export async function addParams(sql: Sql, params: readonly OfRun[]): Promise<void> {
  if (params.length === 0) return;
  await sql.rows(
    `INSERT INTO run_param (run_id, experiment_id, key, value) SELECT run_id, experiment_id, key, value ${ITEMS}
     ON CONFLICT DO NOTHING`,
    columns(params),
  );
}

/** Keys come once for each run. */
export async function addTags(sql: Sql, tags: readonly OfRun[], known: "stay" | "change"): Promise<void> {
  if (tags.length === 0) return;
  const otherwise =
    known === "stay"
      ? "DO NOTHING"
      : "(run_id, key) DO UPDATE SET value = excluded.value WHERE run_tag.value <> excluded.value";
  await sql.rows(
    `INSERT INTO run_tag (run_id, experiment_id, key, value) SELECT run_id, experiment_id, key, value ${ITEMS}
     ON CONFLICT ${otherwise}`,
    columns(tags),
  );
}

/** Runs that are not there any more have nothing to remember. */
export async function rememberRuns(
  sql: Sql,
  runs: readonly { run_id: string; fingerprint: string }[],
): Promise<void> {
  await sql.rows(
    `INSERT INTO experiment_run_import (run_id, fingerprint)
     SELECT DISTINCT ON (s.run_id) s.run_id, s.fingerprint FROM unnest($1::uuid[], $2::text[]) AS s(run_id, fingerprint)
       JOIN experiment_run r USING (run_id) ORDER BY s.run_id
     ON CONFLICT (run_id) DO UPDATE SET fingerprint = excluded.fingerprint, imported_at = now()
       WHERE experiment_run_import.fingerprint <> excluded.fingerprint`,
    [runs.map(({ run_id }) => run_id), runs.map(({ fingerprint }) => fingerprint)],
  );
}

export type IncomingModel = {
  model_id: string;
  name: string;
  model_type: string;
  source_run_id: string | null;
  status: string;
  status_message: string | null;
  params: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  created: string;
  updated: string;
};

/** What is there stays; only one that was still being uploaded takes a new status, and tags are added. */
export async function placeModels(
  sql: Sql,
  to: { experimentId: string; createdBy: string },
  models: readonly IncomingModel[],
): Promise<void> {
  await sql.rows(
    `INSERT INTO logged_model AS m (model_id, experiment_id, name, model_type, source_run_id, status, status_message, params,
       tags, created_by, creation_timestamp, last_updated_timestamp)
     SELECT s.model_id, $1::bigint, s.name, s.model_type, s.source_run_id, s.status, s.status_message, s.params, s.tags, $2,
       s.created, s.updated
     FROM jsonb_to_recordset($3::jsonb) AS s(model_id text, name text, model_type text, source_run_id uuid, status text,
       status_message text, params jsonb, tags jsonb, created bigint, updated bigint)
     ORDER BY s.model_id
     ON CONFLICT (model_id) DO UPDATE SET tags = excluded.tags || m.tags,
       params = CASE WHEN m.status = 'PENDING' THEN excluded.params || m.params ELSE m.params END,
       status = CASE WHEN m.status = 'PENDING' THEN excluded.status ELSE m.status END
     WHERE m.deleted_at IS NULL AND (m.status = 'PENDING' OR NOT m.tags @> excluded.tags)`,
    [to.experimentId, to.createdBy, JSON.stringify(models)],
  );
}

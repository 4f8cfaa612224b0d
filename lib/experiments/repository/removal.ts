import type { Sql } from "@/lib/platform/db";

/** What is removed for good: an experiment with all that is in it, or some runs. */
export type RemovalScope = { experimentId: string } | { runIds: readonly string[] };

const RUN_HEX = "replace(r.run_id::text, '-', '')";
const bound = (scope: RemovalScope) => ("experimentId" in scope ? scope.experimentId : scope.runIds);
const runsSql = (scope: RemovalScope) =>
  "experimentId" in scope ? "r.experiment_id = $1::bigint" : "r.run_id = ANY($1::uuid[])";
/** Models that these runs logged, and those of the experiment. */
const modelsSql = (scope: RemovalScope) =>
  "experimentId" in scope
    ? `(m.experiment_id = $1::bigint OR EXISTS (
         SELECT 1 FROM experiment_run r WHERE r.run_id = m.source_run_id AND r.experiment_id = $1::bigint))`
    : "m.source_run_id = ANY($1::uuid[])";

/** Points are counted so far; it is said when there are more. */
const MOST_COUNTED = 2_000_000;
export type RemovalWeight = {
  runs: number;
  active: number;
  points: number;
  pointsMore: boolean;
  models: number;
  datasets: number;
};

export async function weighRemoval(sql: Sql, scope: RemovalScope): Promise<RemovalWeight> {
  const datasets = "experimentId" in scope ? "d.experiment_id = $1::bigint" : "false";
  const [row] = await sql.rows<RemovalWeight>(
    `SELECT (SELECT count(*)::int FROM experiment_run r WHERE ${runsSql(scope)}) AS runs,
       (SELECT count(*)::int FROM experiment_run r WHERE ${runsSql(scope)} AND r.lifecycle_stage = 'active') AS active,
       least(p.count, ${MOST_COUNTED})::int AS points, p.count > ${MOST_COUNTED} AS "pointsMore",
       (SELECT count(*)::int FROM logged_model m WHERE ${modelsSql(scope)}) AS models,
       (SELECT count(*)::int FROM experiment_dataset d WHERE ${datasets}) AS datasets
     FROM (SELECT count(*) FROM (
       SELECT 1 FROM experiment_run r JOIN run_metric k ON k.run_id = r.run_id JOIN run_metric_point p USING (metric_id)
       WHERE ${runsSql(scope)} LIMIT ${MOST_COUNTED + 1}) counted) p`,
    [bound(scope)],
  );
  if (!row) throw new Error("The database did not count");
  return row;
}

/** Those of these ids of runs and logged models that are in the scope. */
export async function ownersWithin(sql: Sql, scope: RemovalScope, ids: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT ${RUN_HEX} AS id FROM experiment_run r WHERE ${runsSql(scope)} AND ${RUN_HEX} = ANY($2::text[])
     UNION ALL
     SELECT m.model_id FROM logged_model m WHERE m.model_id = ANY($2::text[]) AND ${modelsSql(scope)}`,
    [bound(scope), ids],
  );
  return rows.map(({ id }) => id);
}

/** Ids of runs and logged models whose files go. */
export async function ownersOf(sql: Sql, scope: RemovalScope, limit: number): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT ${RUN_HEX} AS id FROM experiment_run r WHERE ${runsSql(scope)}
     UNION ALL SELECT m.model_id FROM logged_model m WHERE ${modelsSql(scope)} LIMIT $2::int`,
    [bound(scope), limit],
  );
  return rows.map(({ id }) => id);
}

/** No list has it from now on, and its name is free. */
export async function markRemoving(sql: Sql, experimentId: string): Promise<void> {
  await sql.rows(
    `UPDATE experiment SET removing_at = now(), name = 'removed ' || experiment_id || ' ' || gen_random_uuid()
     WHERE experiment_id = $1::bigint`,
    [experimentId],
  );
}

export async function isRemoving(sql: Sql, experimentId: string): Promise<boolean> {
  const rows = await sql.rows(
    "SELECT 1 FROM experiment WHERE experiment_id = $1::bigint AND removing_at IS NOT NULL FOR UPDATE",
    [experimentId],
  );
  return rows.length > 0;
}

/** Some runs of an experiment that is being removed. */
export async function someRunsOf(sql: Sql, experimentId: string, limit: number): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT ${RUN_HEX} AS id FROM experiment_run r WHERE r.experiment_id = $1::bigint ORDER BY r.run_id LIMIT $2::int`,
    [experimentId, limit],
  );
  return rows.map(({ id }) => id);
}

/** At most `limit` points of these runs; fewer when no more are left. */
export async function removePoints(sql: Sql, runIds: readonly string[], limit: number): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    `WITH gone AS (
       DELETE FROM run_metric_point WHERE (metric_id, timestamp, step, value) IN (
         SELECT p.metric_id, p.timestamp, p.step, p.value FROM run_metric k JOIN run_metric_point p USING (metric_id)
         WHERE k.run_id = ANY($1::uuid[]) LIMIT $2::int)
       RETURNING 1)
     SELECT count(*)::int AS count FROM gone`,
    [runIds, limit],
  );
  return row?.count ?? 0;
}

/**
 * Runs that the caller holds, whose points are gone, with the models that they logged. Returns these models. What refers to
 * them without a foreign key goes first; parameters, tags and metrics go by cascade. A dataset goes when no other run read it:
 * its row is held before that is looked up, so that a run that begins to read it now is seen, or makes it anew.
 */
export async function removeRunRows(sql: Sql, runIds: readonly string[]): Promise<string[]> {
  const datasets = await sql.rows<{ id: string }>(
    `SELECT d.dataset_id::text AS id FROM experiment_dataset d WHERE d.dataset_id IN (
       SELECT dataset_id FROM run_input WHERE run_id = ANY($1::uuid[])) ORDER BY d.dataset_id FOR UPDATE`,
    [runIds],
  );
  const models = await sql.rows<{ id: string }>(
    "DELETE FROM logged_model WHERE source_run_id = ANY($1::uuid[]) RETURNING model_id AS id",
    [runIds],
  );
  await forgetModels(
    sql,
    models.map(({ id }) => id),
  );
  await sql.rows("DELETE FROM logged_model_metric WHERE run_id = ANY($1::uuid[])", [runIds]);
  await sql.rows("DELETE FROM experiment_run WHERE run_id = ANY($1::uuid[])", [runIds]);
  await sql.rows(
    `DELETE FROM experiment_dataset d WHERE d.dataset_id = ANY($1::bigint[])
       AND NOT EXISTS (SELECT 1 FROM run_input i WHERE i.dataset_id = d.dataset_id)`,
    [datasets.map(({ id }) => id)],
  );
  return models.map(({ id }) => id);
}

/** The experiment, when all of its runs are gone. Returns the models that went with it. */
export async function removeExperimentRow(sql: Sql, experimentId: string): Promise<string[]> {
  const models = await sql.rows<{ id: string }>(
    "DELETE FROM logged_model WHERE experiment_id = $1::bigint RETURNING model_id AS id",
    [experimentId],
  );
  const ids = models.map(({ id }) => id);
  await forgetModels(sql, ids);
  await sql.rows("DELETE FROM experiment WHERE experiment_id = $1::bigint", [experimentId]);
  return ids;
}

/** Other runs may have used them. */
async function forgetModels(sql: Sql, modelIds: readonly string[]): Promise<void> {
  await sql.rows("DELETE FROM run_model WHERE model_id = ANY($1::text[])", [modelIds]);
}

import type { Sql } from "@/lib/platform/db";
import type { KeyValue } from "./log";
import type { RunPlace } from "./runs";

const RUN_IDS = `replace(run_id::text, '-', '')`;

/**
 * Holds them until the transaction ends, in the order of their ids: two that take the same runs never deadlock. "UPDATE" also
 * waits for those who are writing what hangs on them, and keeps further ones away.
 */
export function lockRunPlaces(
  sql: Sql,
  runIds: readonly string[],
  strength: "NO KEY UPDATE" | "UPDATE" = "NO KEY UPDATE",
): Promise<RunPlace[]> {
  return sql.rows<RunPlace>(
    `SELECT ${RUN_IDS} AS "runId", experiment_id::text AS "experimentId", lifecycle_stage AS "lifecycleStage"
     FROM experiment_run WHERE run_id = ANY($1::uuid[]) ORDER BY run_id FOR ${strength}`,
    [runIds],
  );
}

export async function setStageOf(
  sql: Sql,
  runIds: readonly string[],
  stage: RunPlace["lifecycleStage"],
): Promise<void> {
  await sql.rows(
    `UPDATE experiment_run SET lifecycle_stage = $2, deleted_at = CASE WHEN $2 = 'deleted' THEN now() END,
       deleted_with_experiment = false WHERE run_id = ANY($1::uuid[])`,
    [runIds, stage],
  );
}

export async function countTags(
  sql: Sql,
  runIds: readonly string[],
  keys: readonly string[],
): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    "SELECT count(*)::int AS count FROM run_tag WHERE run_id = ANY($1::uuid[]) AND key = ANY($2::text[])",
    [runIds, keys],
  );
  return row?.count ?? 0;
}

/** Every one of these tags on every one of these runs. */
export async function writeTagsOf(
  sql: Sql,
  runIds: readonly string[],
  tags: readonly KeyValue[],
): Promise<void> {
  await sql.rows(
    `INSERT INTO run_tag (run_id, experiment_id, key, value)
     SELECT r.run_id, r.experiment_id, t.key, t.value
     FROM experiment_run r, unnest($2::text[], $3::text[]) AS t(key, value)
     WHERE r.run_id = ANY($1::uuid[]) ORDER BY r.run_id, t.key
     ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value`,
    [runIds, tags.map(({ key }) => key), tags.map(({ value }) => value)],
  );
}

export async function removeTagsOf(
  sql: Sql,
  runIds: readonly string[],
  keys: readonly string[],
): Promise<void> {
  await sql.rows("DELETE FROM run_tag WHERE run_id = ANY($1::uuid[]) AND key = ANY($2::text[])", [
    runIds,
    keys,
  ]);
}

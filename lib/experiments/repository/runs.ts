import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import type { RunStatus } from "../values";
import { NEW_RUN_JSON, RUN_INFO_JSON } from "./run-json";

export type NewRun = {
  runId: string;
  experimentId: string;
  name: string;
  userId: string;
  startTime: string;
  createdBy: string;
  attemptId: string | null;
  dagRunId: string | null;
  tags: readonly { key: string; value: string }[];
};
export type RunPlace = { runId: string; experimentId: string; lifecycleStage: "active" | "deleted" };

/** Statuses of a run that goes on. */
export const OPEN = "('RUNNING', 'SCHEDULED')";

/** `r` has a run's id and its experiment's. */
export const TOLD = recording(
  "experiment_run",
  { id: "replace(r.run_id::text, '-', '')", run: "r.experiment_id::text" },
  "r",
);

/**
 * A run with its tags, as clients read it, in one statement. Null when its experiment is not there or is deleted. Tags come
 * once each, by key.
 */
export async function insertRun(sql: Sql, run: NewRun): Promise<string | null> {
  const [row] = await sql.hot<{ json: string }>(
    `WITH r AS (
       INSERT INTO experiment_run (run_id, experiment_id, name, user_id, start_time, created_by, attempt_id, dag_run_id,
         held_by_attempt_id)
       SELECT $1::uuid, experiment_id, $3, $4, $5::bigint, $6, $7::uuid, $8, $7::uuid FROM experiment
       WHERE experiment_id = $2::bigint AND removing_at IS NULL AND lifecycle_stage = 'active'
       RETURNING *),
     tag AS (
       INSERT INTO run_tag (run_id, experiment_id, key, value)
       SELECT run_id, experiment_id, t.key, t.value FROM r CROSS JOIN unnest($9::text[], $10::text[]) AS t(key, value)
       RETURNING key, value),
     told AS (${TOLD})
     SELECT ${NEW_RUN_JSON("tag")} AS json FROM r`,
    [
      run.runId,
      run.experimentId,
      run.name,
      run.userId,
      run.startTime,
      run.createdBy,
      run.attemptId,
      run.dagRunId,
      run.tags.map(({ key }) => key),
      run.tags.map(({ value }) => value),
    ],
  );
  return row?.json ?? null;
}

const PLACE = `replace(run_id::text, '-', '') AS "runId", experiment_id::text AS "experimentId", lifecycle_stage AS "lifecycleStage"`;

export async function findRunPlace(sql: Sql, runId: string): Promise<RunPlace | null> {
  const [row] = await sql.hot<RunPlace>(`SELECT ${PLACE} FROM experiment_run WHERE run_id = $1::uuid`, [
    runId,
  ]);
  return row ?? null;
}

/** Until the transaction ends it is not removed and not moved. */
export async function keepRun(sql: Sql, runId: string): Promise<RunPlace | null> {
  const [row] = await sql.hot<RunPlace>(
    `SELECT ${PLACE} FROM experiment_run WHERE run_id = $1::uuid FOR KEY SHARE`,
    [runId],
  );
  return row ?? null;
}

/** By id, which is the order in which their rows are locked. */
export function findRunPlaces(sql: Sql, runIds: readonly string[]): Promise<RunPlace[]> {
  return sql.hot<RunPlace>(
    `SELECT ${PLACE} FROM experiment_run WHERE run_id = ANY($1::uuid[]) ORDER BY run_id`,
    [runIds],
  );
}

/** Holds it until the transaction ends. */
export async function lockRunPlace(sql: Sql, runId: string): Promise<RunPlace | null> {
  const [row] = await sql.hot<RunPlace>(
    `SELECT ${PLACE} FROM experiment_run WHERE run_id = $1::uuid FOR NO KEY UPDATE`,
    [runId],
  );
  return row ?? null;
}

export type RunChange = {
  status: RunStatus | null;
  endTime: string | null;
  name: string | null;
  /** Of an open status: the attempt that takes the run up, null for what is no task. */
  heldBy?: string | null;
};
export type RunState = { status: RunStatus; name: string };

/** What is null stays. Returns what it was, and its info as clients read it. */
export async function changeRun(
  sql: Sql,
  runId: string,
  change: RunChange,
): Promise<RunState & { json: string }> {
  const [row] = await sql.hot<RunState & { json: string }>(
    `WITH r AS (
       UPDATE experiment_run r SET status = COALESCE($2, r.status), end_time = COALESCE($3::bigint, r.end_time),
         name = COALESCE($4, r.name),
         held_by_attempt_id = CASE WHEN $2 IN ${OPEN} THEN $5::uuid ELSE r.held_by_attempt_id END
       FROM (SELECT status, name FROM experiment_run WHERE run_id = $1::uuid) was
       WHERE r.run_id = $1::uuid RETURNING r.*, was.status AS was_status, was.name AS was_name),
     told AS (${TOLD})
     SELECT was_status AS status, was_name AS name, ${RUN_INFO_JSON} AS json FROM r`,
    [runId, change.status, change.endTime, change.name, change.heldBy ?? null],
  );
  if (!row) throw new Error("A run that was locked is gone");
  return row;
}

export async function setRunStage(sql: Sql, runId: string, stage: RunPlace["lifecycleStage"]): Promise<void> {
  await sql.rows(
    `UPDATE experiment_run SET lifecycle_stage = $2, deleted_at = CASE WHEN $2 = 'deleted' THEN now() END,
       deleted_with_experiment = false WHERE run_id = $1::uuid`,
    [runId, stage],
  );
}

import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import type { ClearableTask } from "./clear-targets";

export type AttemptRow = {
  runId: string;
  taskInstanceId: string;
  taskId: string;
  attemptState: string;
  workerId: string | null;
  killReason: string | null;
  isCurrent: boolean;
  tryNumber: number;
  maxTries: number;
  infraRetries: number;
  plannedRetries: number;
};

export async function attemptRow(sql: Sql, attemptId: string): Promise<AttemptRow | undefined> {
  const [row] = await sql.rows<AttemptRow>(
    `SELECT a.run_id AS "runId", t.id AS "taskInstanceId", t.task_id AS "taskId", a.state AS "attemptState",
       a.worker_id AS "workerId", a.kill_reason AS "killReason", (t.current_attempt_id = a.id) AS "isCurrent",
       t.try_number AS "tryNumber", t.max_tries AS "maxTries", t.infra_retries AS "infraRetries",
       t.planned_retries AS "plannedRetries"
     FROM task_attempt a JOIN task_instance t ON t.id = a.task_instance_id WHERE a.id = $1::uuid`,
    [attemptId],
  );
  return row;
}

export async function retryPolicyOf(
  sql: Sql,
  runId: string,
  taskId: string,
): Promise<Record<string, unknown>> {
  const [row] = await sql.rows<{ task: Record<string, unknown> | null }>(
    `SELECT jsonb_path_query_first(v.spec, '$.tasks[*] ? (@.task_id == $id)', jsonb_build_object('id', $2::text)) AS task
     FROM dag_run r JOIN dag_version v ON v.id = r.dag_version_id WHERE r.id = $1`,
    [runId, taskId],
  );
  return row?.task ?? {};
}

/** The version that a run is pinned to, and the run's parameters. */
export async function pinnedVersion(
  sql: Sql,
  runId: string,
): Promise<{ versionId: string; number: number; params: Record<string, unknown> }> {
  const [row] = await sql.rows<{ versionId: string; number: number; params: Record<string, unknown> }>(
    `SELECT v.id AS "versionId", v.number, r.params FROM dag_run r JOIN dag_version v ON v.id = r.dag_version_id
     WHERE r.id = $1`,
    [runId],
  );
  if (!row) throw new Error(`The run ${runId} is gone while it is locked`);
  return row;
}

export type HeadVersion = {
  dagId: string;
  versionId: string | null;
  number: number;
  spec: unknown;
  maxActiveRuns: number;
  /** Null without a schedule. */
  cron: string | null;
  timeZone: string;
};

/** Finds the name as given or in NFC; the returned dagId is the saved one. */
export async function headVersion(sql: Sql, dagId: string): Promise<HeadVersion | undefined> {
  const [row] = await sql.rows<HeadVersion>(
    `SELECT d.dag_id AS "dagId", v.id AS "versionId", coalesce(v.number, 0) AS number, v.spec, d.max_active_runs AS "maxActiveRuns",
       d.schedule_cron AS cron, coalesce(d.schedule_time_zone, 'UTC') AS "timeZone"
     FROM dag d LEFT JOIN dag_version v ON v.id = d.head_version_id
     WHERE d.dag_id IN ($1, normalize($1::text, NFC)) ORDER BY d.dag_id = $1 DESC LIMIT 1`,
    [dagId],
  );
  return row;
}

export async function numberedVersion(
  sql: Sql,
  dagId: string,
  number: number,
): Promise<{ versionId: string; spec: unknown } | undefined> {
  const [row] = await sql.rows<{ versionId: string; spec: unknown }>(
    `SELECT id AS "versionId", spec FROM dag_version WHERE dag_id = $1 AND number = $2::int`,
    [dagId, number],
  );
  return row;
}

/** The saved form of the name, when another Unicode form of it is given. */
export async function savedDagId(sql: Sql, dagId: string): Promise<string> {
  if (dagId === dagId.normalize("NFC")) return dagId;
  return (await headVersion(sql, dagId))?.dagId ?? dagId;
}

export type NewRun = {
  id: string;
  dag_id: string;
  dag_version_id: string;
  run_key: string;
  run_type: string;
  logical_date: string | null;
  data_interval_start: string | null;
  data_interval_end: string | null;
  run_after: string | null;
  params: unknown;
  triggered_by: string | null;
  note: string | null;
  backfill_id: string | null;
  unfinished: number;
  max_active_tasks: number;
};

/** Skips runs that exist (same key or logical date) and returns the ids of the new ones. */
export async function insertRuns(sql: Sql, runs: readonly NewRun[]): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH made AS (
     INSERT INTO dag_run (id, dag_id, dag_version_id, run_key, run_type, state, logical_date, data_interval_start,
       data_interval_end, params, triggered_by, note, backfill_id, run_after, unfinished, max_active_tasks, queued_at)
     SELECT id, dag_id, dag_version_id, run_key, run_type, 'queued', logical_date, data_interval_start,
       data_interval_end, params, triggered_by, note, backfill_id, greatest(run_after, date_trunc('milliseconds', now())), unfinished, max_active_tasks, now()
     FROM jsonb_to_recordset($1::jsonb) AS g(id text, dag_id text, dag_version_id text, run_key text, run_type text,
       logical_date timestamptz, data_interval_start timestamptz, data_interval_end timestamptz, run_after timestamptz, params jsonb,
       triggered_by text, note text, backfill_id text, unfinished int, max_active_tasks int)
     ON CONFLICT DO NOTHING RETURNING id, dag_id
     ), told AS (
       ${recording("run", { id: "id", dag: "dag_id", run: "id" }, "made")}
     )
     SELECT id FROM made`,
    [JSON.stringify(runs)],
  );
  return rows.map((row) => row.id);
}

/** A run that a trigger may name: by its key or by its logical date. */
export type NamedRun = {
  id: string;
  runKey: string;
  logicalDate: Date | null;
  params: Record<string, unknown>;
};

/** At most two: one of the key and one of the logical date. */
export async function runsNamed(
  sql: Sql,
  dagId: string,
  runKey: string | null,
  logicalDate: string | null,
): Promise<NamedRun[]> {
  return sql.rows<NamedRun>(
    `SELECT id, run_key AS "runKey", logical_date AS "logicalDate", params FROM dag_run
     WHERE dag_id = $1 AND (run_key = $2::text OR logical_date = $3::timestamptz)`,
    [dagId, runKey, logicalDate],
  );
}

/** Tasks of the run's version; those of earlier versions only are left out. */
export async function tasksOfRun(sql: Sql, runId: string): Promise<ClearableTask[]> {
  return sql.rows<ClearableTask>(
    `SELECT t.id, t.task_id AS "taskId", t.state, t.upstream, t.downstream,
       EXISTS (SELECT 1 FROM task_attempt a WHERE a.id = t.current_attempt_id AND a.state = 'skipped') AS "skippedItself"
     FROM task_instance t WHERE t.run_id = $1 AND t.state <> 'removed' ORDER BY t.id`,
    [runId],
  );
}

export async function writeNote(
  sql: Sql,
  runId: string,
  note: string | null,
): Promise<string | null | undefined> {
  const [row] = await sql.rows<{ before: string | null }>(
    `WITH old AS (SELECT id, note FROM dag_run WHERE id = $1 FOR UPDATE)
     UPDATE dag_run r SET note = $2 FROM old WHERE r.id = old.id RETURNING old.note AS before`,
    [runId, note],
  );
  return row?.before;
}

export async function writeReason(sql: Sql, runId: string, reason: string, by: string | null): Promise<void> {
  await sql.rows(
    `WITH ended AS (UPDATE dag_run SET reason = $2, ended_by = $3 WHERE id = $1 RETURNING id, dag_id)
     ${recording("run", { id: "id", dag: "dag_id", run: "id" }, "ended")}`,
    [runId, reason, by],
  );
}

/** Cancels the runs of a backfill that have not started, and returns their ids. */
export async function cancelQueuedRuns(sql: Sql, backfillId: string, by: string): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH held AS (
       SELECT id FROM dag_run WHERE backfill_id = $1 AND state = 'queued' ORDER BY id FOR UPDATE
     ), ended AS (
       UPDATE dag_run r SET state = 'cancelled', reason = 'cancelled', ended_by = $2, unfinished = 0, finished_at = now()
       FROM held WHERE r.id = held.id RETURNING r.id, r.dag_id
     ), told AS (
       ${recording("run", { id: "id", dag: "dag_id", run: "id" }, "ended")}
     )
     SELECT id FROM ended`,
    [backfillId, by],
  );
  return rows.map((row) => row.id);
}

export async function unpinRuns(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows("UPDATE dag_run SET pinned_at = NULL WHERE id = ANY($1::text[]) AND pinned_at IS NOT NULL", [
    runIds,
  ]);
}

export async function writePin(
  sql: Sql,
  runId: string,
  by: string | null,
): Promise<{ pinned_at: Date | null; pinned_by: string | null } | undefined> {
  const [row] = await sql.rows<{ pinned_at: Date | null; pinned_by: string | null }>(
    `UPDATE dag_run SET pinned_by = CASE WHEN pinned_at IS NULL OR $2::text IS NULL THEN $2 ELSE pinned_by END,
       pinned_at = CASE WHEN $2::text IS NULL THEN NULL ELSE coalesce(pinned_at, now()) END
     WHERE id = $1 RETURNING pinned_at, pinned_by`,
    [runId, by],
  );
  return row;
}

/** Tasks, attempts and past rounds go with their run. */
export async function deleteRunRows(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows(
    `WITH gone AS (DELETE FROM dag_run WHERE id = ANY($1::text[]) RETURNING id, dag_id)
     ${recording("run", { id: "id", dag: "dag_id", run: "id" }, "gone")}`,
    [runIds],
  );
}

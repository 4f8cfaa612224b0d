import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import type { ClaimedAttempt, KillOrder, RunningAttempt } from "../types";

/**
 * In one statement: marks the worker alive, renews the leases it still holds, and returns the attempts it must kill.
 * Skips locked attempts: one that is being finished, cleared or claimed belongs to the worker as long as the last
 * commit says so.
 */
export async function renewLeases(
  sql: Sql,
  beat: { workerId: string; attemptIds: readonly string[]; leaseMs: number },
): Promise<KillOrder[]> {
  return sql.hot<KillOrder>(
    `WITH alive AS (
       UPDATE worker SET last_heartbeat_at = now(),
         stopped_at = CASE WHEN stop_reason = 'heartbeat_lost' THEN NULL ELSE stopped_at END,
         stop_reason = CASE WHEN stop_reason = 'heartbeat_lost' THEN NULL ELSE stop_reason END
       WHERE id = $1 RETURNING id
     ), held AS MATERIALIZED (
       SELECT id FROM task_attempt WHERE id = ANY($2::uuid[]) AND state = 'running' AND worker_id = $1
       ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
     ), kept AS (
       UPDATE task_attempt a SET lease_until = clock_timestamp() + $3::int * interval '1 millisecond'
       FROM held, task_instance t
       WHERE a.id = held.id AND t.id = a.task_instance_id AND t.current_attempt_id = a.id
     )
     SELECT given.id::text AS "attemptId", coalesce(a.kill_reason, 'fenced') AS reason
     FROM unnest($2::uuid[]) AS given(id) LEFT JOIN task_attempt a ON a.id = given.id
     LEFT JOIN task_instance t ON t.id = a.task_instance_id
     WHERE a.kill_reason IS NOT NULL
       OR (a.state = 'running' AND a.worker_id = $1 AND t.current_attempt_id = a.id) IS NOT TRUE`,
    [beat.workerId, beat.attemptIds, beat.leaseMs],
  );
}

/**
 * Worker $2, or another one of its machine, lost the last attempt of task t, and a live worker of another machine
 * serves the queue of attempt a. True for five seconds only, so that an attempt does not wait for a worker that never
 * comes.
 */
const LEFT_TO_OTHERS = `(t.avoid_worker_id IS NOT NULL AND a.queued_at > now() - interval '5 seconds' AND EXISTS (
  SELECT 1 FROM worker lost JOIN worker me ON me.id = $2 JOIN worker other ON other.stopped_at IS NULL
  WHERE lost.id = t.avoid_worker_id AND a.queue = ANY(other.queues)
    AND ((me.id = lost.id AND other.id <> lost.id) OR (me.host = lost.host AND other.host <> lost.host))))`;

/** True when the claim was refused only because another machine should take the attempt. */
export async function isLeftToOthers(sql: Sql, attemptId: string, workerId: string): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT 1 FROM task_attempt a JOIN task_instance t ON t.id = a.task_instance_id
     WHERE a.id = $1::uuid AND a.state = 'queued' AND ${LEFT_TO_OTHERS}`,
    [attemptId, workerId],
  );
  return rows.length > 0;
}

export type ClaimedRow = Omit<ClaimedAttempt, "task" | "timeZone"> & { versionId: string };

/**
 * Compare-and-set queued -> running by the database's clock; attempts that another worker holds are missing from the
 * result. `queues` is checked against the row, because a message may lie in the wrong queue. A lease counts from this
 * statement, not from the start of a transaction that may have waited for a lock. Outbox rows that a relay has locked
 * are skipped: it wants our attempt rows next, which would deadlock.
 */
export async function claim(
  sql: Sql,
  claimBy: { attemptIds: readonly string[]; workerId: string; leaseMs: number; queues?: readonly string[] },
): Promise<ClaimedRow[]> {
  return sql.hot<ClaimedRow>(
    `WITH claimed AS (
       UPDATE task_attempt a SET state = 'running', worker_id = $2, started_at = clock_timestamp(),
         lease_until = clock_timestamp() + $3::int * interval '1 millisecond'
       FROM task_instance t
       WHERE a.id = ANY($1::uuid[]) AND a.state = 'queued' AND a.kill_reason IS NULL
         AND ($4::text[] IS NULL OR a.queue = ANY($4::text[]))
         AND t.id = a.task_instance_id AND t.current_attempt_id = a.id AND t.state = 'queued'
         AND NOT ${LEFT_TO_OTHERS}
       RETURNING a.id, a.task_instance_id, a.run_id, a.dag_id, a.task_id, a.number, a.queue, t.upstream
     ), started AS (
       UPDATE task_instance t SET state = 'running', started_at = clock_timestamp() FROM claimed c
       WHERE t.id = c.task_instance_id RETURNING t.id
     ), told AS (
       ${recording("task", { id: "task_instance_id", dag: "dag_id", run: "run_id", task: "task_id", attempt: "id" }, "claimed")}
     ), gone AS (
       DELETE FROM task_outbox WHERE id IN (
         SELECT o.id FROM task_outbox o WHERE o.attempt_id IN (SELECT id FROM claimed) FOR UPDATE SKIP LOCKED)
       RETURNING id
     )
     SELECT c.id::text AS "attemptId", c.task_instance_id AS "taskInstanceId", c.run_id AS "runId",
       r.dag_id AS "dagId", c.task_id AS "taskId", c.number, c.queue,
       v.id AS "versionId", v.code_sha256 AS "codeSha256", r.params, r.logical_date AS "logicalDate",
       r.data_interval_start AS "dataIntervalStart", r.data_interval_end AS "dataIntervalEnd",
       r.run_key AS "runKey", r.run_type AS "runType", c.upstream
     FROM claimed c JOIN dag_run r ON r.id = c.run_id JOIN dag_version v ON v.id = r.dag_version_id`,
    [claimBy.attemptIds, claimBy.workerId, claimBy.leaseMs, claimBy.queues ?? null],
  );
}

export type UpstreamResult = { taskId: string; bytes: number; text: string | null };

/**
 * Sizes of the results as JSON text. The texts are returned too when all of them together have at most `atMost` bytes;
 * null otherwise, and for a task without a result.
 */
export async function resultSizes(
  sql: Sql,
  runId: string,
  taskIds: readonly string[],
  atMost: number,
): Promise<UpstreamResult[]> {
  return sql.hot<UpstreamResult>(
    `SELECT task_id AS "taskId", bytes, CASE WHEN sum(bytes) OVER () <= $3::int THEN result::text END AS text
     FROM (SELECT task_id, result, coalesce(octet_length(result::text), 0) AS bytes FROM task_instance
       WHERE run_id = $1 AND task_id = ANY($2::text[]) OFFSET 0) above ORDER BY task_id`,
    [runId, taskIds, atMost],
  );
}

export async function resultText(sql: Sql, runId: string, taskId: string): Promise<string | null> {
  const [row] = await sql.hot<{ text: string | null }>(
    "SELECT result::text AS text FROM task_instance WHERE run_id = $1 AND task_id = $2",
    [runId, taskId],
  );
  return row?.text ?? null;
}

/** The attempt while it runs and is its task's current one, else null. */
export async function runningAttempt(sql: Sql, attemptId: string): Promise<RunningAttempt | null> {
  const [row] = await sql.rows<RunningAttempt>(
    `SELECT a.id::text AS "attemptId", a.run_id AS "runId", a.dag_id AS "dagId", a.task_id AS "taskId"
     FROM task_attempt a JOIN task_instance t ON t.id = a.task_instance_id
     WHERE a.id = $1::uuid AND a.state = 'running' AND t.current_attempt_id = a.id`,
    [attemptId],
  );
  return row ?? null;
}

/** The tasks of a version's spec by name, and the time zone of its schedule. */
export type VersionTasks = { tasks: ReadonlyMap<string, unknown>; timeZone: string };

export async function tasksOfVersion(sql: Sql, versionId: string): Promise<VersionTasks> {
  const [row] = await sql.hot<{ tasks: { task_id: string }[]; timeZone: string | null }>(
    `SELECT spec->'tasks' AS tasks, spec->'schedule'->>'time_zone' AS "timeZone" FROM dag_version WHERE id = $1`,
    [versionId],
  );
  return {
    tasks: new Map(row?.tasks.map((task) => [task.task_id, task])),
    timeZone: row?.timeZone ?? "UTC",
  };
}

/** Running attempts whose lease has expired. The caller judges whether their workers were able to renew it. */
export async function expiredAttempts(
  sql: Sql,
  without: readonly string[] = [],
): Promise<{ attemptId: string; runId: string }[]> {
  return sql.rows(
    `SELECT id::text AS "attemptId", run_id AS "runId" FROM task_attempt
     WHERE state = 'running' AND lease_until < now() AND id <> ALL($1::uuid[]) ORDER BY lease_until LIMIT 500`,
    [without],
  );
}

/** Keeps a finish that came after the fence had moved on, for people to see. It changes nothing else. */
export async function writeStale(sql: Sql, attemptId: string, stale: unknown): Promise<void> {
  await sql.rows(
    "UPDATE task_attempt SET stale_result = coalesce(stale_result, $2::jsonb) WHERE id = $1::uuid",
    [attemptId, JSON.stringify(stale)],
  );
}

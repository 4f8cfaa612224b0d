import type { Sql } from "@/lib/platform/db";
import type { ClaimedAttempt, KillOrder, RunningAttempt } from "../types";

/**
 * One statement: the worker's sign of life, the leases of what it still owns, and what it must kill. Waits for no attempt: one
 * that somebody holds is being finished, cleared or claimed at this moment, and is the worker's still as long as the last
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
 * Worker $2, or another of its machine, has just lost the last attempt of task t, and a live worker elsewhere serves the
 * queue of attempt a. It lapses, so that an attempt never waits for long for a worker that does not come.
 */
const LEFT_TO_OTHERS = `(t.avoid_worker_id IS NOT NULL AND a.queued_at > now() - interval '5 seconds' AND EXISTS (
  SELECT 1 FROM worker lost JOIN worker me ON me.id = $2 JOIN worker other ON other.stopped_at IS NULL
  WHERE lost.id = t.avoid_worker_id AND a.queue = ANY(other.queues)
    AND ((me.id = lost.id AND other.id <> lost.id) OR (me.host = lost.host AND other.host <> lost.host))))`;

/** True when the worker was refused the attempt only because another machine is to have it. */
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
 * Compare-and-set queued -> running by the database's clock. An attempt that is missing in the answer is somebody else's.
 * With `queues` it must wait in one of them: a message in Redis says where it was put, the row says where it belongs.
 * A lease counts from this moment, not from the beginning of a transaction that may have waited for a lock.
 * An outbox row that a relay holds is left to it: it waits for the attempt in turn, and both waiting is a deadlock.
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
       RETURNING a.id, a.task_instance_id, a.run_id, a.task_id, a.number, a.queue, t.upstream
     ), started AS (
       UPDATE task_instance t SET state = 'running', started_at = clock_timestamp() FROM claimed c
       WHERE t.id = c.task_instance_id RETURNING t.id
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

/** Results of tasks of a run by their size as JSON text; the texts too (null: none) when all together are `atMost` bytes. */
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

/** The attempt, while it runs and nothing has taken its place; null from then on. */
export async function runningAttempt(sql: Sql, attemptId: string): Promise<RunningAttempt | null> {
  const [row] = await sql.rows<RunningAttempt>(
    `SELECT a.id::text AS "attemptId", a.run_id AS "runId", a.dag_id AS "dagId", a.task_id AS "taskId"
     FROM task_attempt a JOIN task_instance t ON t.id = a.task_instance_id
     WHERE a.id = $1::uuid AND a.state = 'running' AND t.current_attempt_id = a.id`,
    [attemptId],
  );
  return row ?? null;
}

/** Of a version, what its tasks need of the spec: each of them by name, and the zone of its days. */
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

/** Running attempts whose lease is over. Whether their workers had the time to renew it is for the caller to know. */
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

/** A finish that came too late is kept for people; it changes nothing. */
export async function writeStale(sql: Sql, attemptId: string, stale: unknown): Promise<void> {
  await sql.rows(
    "UPDATE task_attempt SET stale_result = coalesce(stale_result, $2::jsonb) WHERE id = $1::uuid",
    [attemptId, JSON.stringify(stale)],
  );
}

import type { Sql } from "@/lib/platform/db";

export type LockedRun = {
  id: string;
  dagId: string;
  state: string;
  reason: string | null;
  unfinished: number;
  maxActiveTasks: number;
  isPaused: boolean;
};

/** Every transition of a run and its tasks happens under this lock, so that counters stay exact. */
export async function lockRun(sql: Sql, runId: string): Promise<LockedRun | undefined> {
  const [run] = await sql.rows<LockedRun>(
    `SELECT r.id, r.dag_id AS "dagId", r.state, r.reason, r.unfinished, r.max_active_tasks AS "maxActiveTasks",
       d.is_paused AS "isPaused"
     FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id WHERE r.id = $1 FOR UPDATE OF r`,
    [runId],
  );
  return run;
}

export type AttemptRow = {
  runId: string;
  taskInstanceId: string;
  taskId: string;
  attemptState: string;
  workerId: string | null;
  killReason: string | null;
  isCurrent: boolean;
  isExpired: boolean;
  tryNumber: number;
  maxTries: number;
  infraRetries: number;
  downstream: string[];
};

export async function attemptRow(sql: Sql, attemptId: string): Promise<AttemptRow | undefined> {
  const [row] = await sql.rows<AttemptRow>(
    `SELECT a.run_id AS "runId", t.id AS "taskInstanceId", t.task_id AS "taskId", a.state AS "attemptState",
       a.worker_id AS "workerId", a.kill_reason AS "killReason", (t.current_attempt_id = a.id) AS "isCurrent",
       (a.lease_until < now()) AS "isExpired", t.try_number AS "tryNumber", t.max_tries AS "maxTries",
       t.infra_retries AS "infraRetries", t.downstream
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

export type FinishedAttempt = {
  attemptId: string;
  attemptState: string;
  exitCode: number | null;
  signal: string | null;
  errorCode: string | null;
  errorDetail: string | null;
  result: unknown;
  usage: unknown;
  logLines: number;
  logBytes: number;
};

export async function writeFinish(
  sql: Sql,
  done: FinishedAttempt,
  task: { id: string; state: string; retryInMs: number | null; infra: boolean },
): Promise<void> {
  await sql.rows(
    `WITH ended AS (
       UPDATE task_attempt SET state = $2, exit_code = $3::int, signal = $4, error_code = $5, error_detail = $6,
         result = $7::jsonb, usage = $8::jsonb, log_lines = greatest(log_lines, $9::int),
         log_bytes = greatest(log_bytes, $10::bigint), finished_at = now(), lease_until = NULL
       WHERE id = $1::uuid RETURNING id
     )
     UPDATE task_instance SET state = $12, result = $7::jsonb,
       finished_at = CASE WHEN $13::float8 IS NULL THEN now() END,
       eligible_at = now() + $13::float8 * interval '1 millisecond',
       infra_retries = infra_retries + $14::int
     WHERE id = $11`,
    [
      done.attemptId,
      done.attemptState,
      done.exitCode,
      done.signal,
      done.errorCode,
      done.errorDetail,
      json(done.result),
      json(done.usage),
      done.logLines,
      done.logBytes,
      task.id,
      task.state,
      task.retryInMs,
      task.infra ? 1 : 0,
    ],
  );
}

export async function writeStale(sql: Sql, attemptId: string, stale: unknown): Promise<void> {
  await sql.rows(
    "UPDATE task_attempt SET stale_result = coalesce(stale_result, $2::jsonb) WHERE id = $1::uuid",
    [attemptId, json(stale)],
  );
}

/** One upstream of these tasks has ended; answers the ones that waited for nothing else. */
export async function releaseDownstream(
  sql: Sql,
  runId: string,
  taskIds: readonly string[],
): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH ended AS (SELECT id, count(*)::int AS times FROM unnest($2::text[]) AS given(id) GROUP BY id)
     UPDATE task_instance t SET pending_upstream = t.pending_upstream - ended.times FROM ended
     WHERE t.run_id = $1 AND t.task_id = ended.id AND t.state = 'none' AND t.pending_upstream > 0
     RETURNING CASE WHEN t.pending_upstream = 0 THEN t.task_id END AS id`,
    [runId, taskIds],
  );
  return rows.flatMap((row) => (row.id ? [row.id] : []));
}

export type Candidate = { id: string; taskId: string; downstream: string[]; upstream: string[] };

export async function upstreamStates(
  sql: Sql,
  runId: string,
  taskIds: readonly string[],
): Promise<Candidate[]> {
  return sql.rows<Candidate>(
    `SELECT t.id, t.task_id AS "taskId", t.downstream,
       coalesce((SELECT array_agg(u.state) FROM task_instance u
         WHERE u.run_id = $1 AND t.task_id = ANY(u.downstream)), '{}') AS upstream
     FROM task_instance t WHERE t.run_id = $1 AND t.task_id = ANY($2::text[])`,
    [runId, taskIds],
  );
}

export async function setStates(sql: Sql, ids: readonly string[], state: string): Promise<void> {
  await sql.rows("UPDATE task_instance SET state = $2, finished_at = now() WHERE id = ANY($1::text[])", [
    ids,
    state,
  ]);
}

export async function lowerUnfinished(sql: Sql, runId: string, by: number): Promise<number> {
  const [row] = await sql.rows<{ unfinished: number }>(
    "UPDATE dag_run SET unfinished = unfinished - $2::int WHERE id = $1 RETURNING unfinished",
    [runId, by],
  );
  return row?.unfinished ?? 0;
}

export async function leafStates(sql: Sql, runId: string): Promise<string[]> {
  const rows = await sql.rows<{ state: string }>(
    "SELECT DISTINCT state FROM task_instance WHERE run_id = $1 AND downstream = '{}'",
    [runId],
  );
  return rows.map((row) => row.state);
}

export async function closeRun(sql: Sql, runId: string, state: string): Promise<void> {
  await sql.rows("UPDATE dag_run SET state = $2, finished_at = now() WHERE id = $1", [runId, state]);
}

export type Ready = {
  id: string;
  taskId: string;
  dagId: string;
  queue: string;
  pool: string;
  poolSlots: number;
  priorityWeight: number;
  tryNumber: number;
};

/** What may be queued now under the run's own limit; waiting retries whose time has come count too. */
export async function readyTasks(sql: Sql, run: { id: string; maxActiveTasks: number }): Promise<Ready[]> {
  return sql.rows<Ready>(
    `SELECT id, task_id AS "taskId", dag_id AS "dagId", queue, pool, pool_slots AS "poolSlots",
       priority_weight AS "priorityWeight", try_number AS "tryNumber"
     FROM task_instance
     WHERE run_id = $1 AND pending_upstream = 0
       AND (state = 'none' OR (state = 'up_for_retry' AND eligible_at <= now()))
     ORDER BY priority_weight DESC, id
     LIMIT greatest($2::int - (SELECT count(*) FROM task_instance
       WHERE run_id = $1 AND state IN ('queued', 'running')), 0)`,
    [run.id, run.maxActiveTasks],
  );
}

/** Free slots of the limited pools among these. The lock makes counting and taking one step. */
export async function freeSlots(sql: Sql, pools: readonly string[]): Promise<Map<string, number>> {
  const limited = await sql.rows<{ name: string }>(
    "SELECT name FROM pool WHERE name = ANY($1::text[]) AND slots >= 0",
    [pools],
  );
  if (limited.length === 0) return new Map();
  await sql.rows("SELECT pg_advisory_xact_lock(hashtext('gwanje:pools'))::text AS locked");
  const rows = await sql.rows<{ name: string; free: number }>(
    `SELECT p.name, (p.slots - coalesce((SELECT sum(t.pool_slots) FROM task_instance t
       WHERE t.pool = p.name AND t.state IN ('queued', 'running')), 0))::int AS free
     FROM pool p WHERE p.name = ANY($1::text[])`,
    [limited.map((pool) => pool.name)],
  );
  return new Map(rows.map((row) => [row.name, row.free]));
}

export type NewAttempt = {
  attemptId: string;
  taskInstanceId: string;
  runId: string;
  dagId: string;
  taskId: string;
  number: number;
  queue: string;
  priority: number;
};

export async function insertAttempts(sql: Sql, attempts: readonly NewAttempt[]): Promise<void> {
  await sql.rows(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("attemptId" uuid, "taskInstanceId" text, "runId" text,
         "dagId" text, "taskId" text, number int, queue text, priority int)
     ), made AS (
       INSERT INTO task_attempt (id, task_instance_id, run_id, dag_id, task_id, number, state, queue, queued_at)
       SELECT "attemptId", "taskInstanceId", "runId", "dagId", "taskId", number, 'queued', queue, now() FROM given
     ), boxed AS (
       INSERT INTO task_outbox (attempt_id, queue, priority) SELECT "attemptId", queue, priority FROM given
     )
     UPDATE task_instance t SET state = 'queued', current_attempt_id = g."attemptId", try_number = g.number,
       queued_at = now(), started_at = NULL, finished_at = NULL, eligible_at = NULL
     FROM given g WHERE t.id = g."taskInstanceId"`,
    [JSON.stringify(attempts)],
  );
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

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
       eligible_at = date_trunc('milliseconds', now()) + $13::float8 * interval '1 millisecond',
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

export type HeadVersion = { dagId: string; versionId: string | null; spec: unknown; maxActiveRuns: number };

export async function headVersion(sql: Sql, dagId: string): Promise<HeadVersion | undefined> {
  const [row] = await sql.rows<HeadVersion>(
    `SELECT d.dag_id AS "dagId", v.id AS "versionId", v.spec, d.max_active_runs AS "maxActiveRuns"
     FROM dag d LEFT JOIN dag_version v ON v.id = d.head_version_id WHERE d.dag_id = $1`,
    [dagId],
  );
  return row;
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
  params: unknown;
  triggered_by: string | null;
  note: string | null;
  backfill_id: string | null;
  unfinished: number;
  max_active_tasks: number;
};

/** A run that is there already (same key, or same logical date) is left alone; answers the ids that are new. */
export async function insertRuns(sql: Sql, runs: readonly NewRun[]): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `INSERT INTO dag_run (id, dag_id, dag_version_id, run_key, run_type, state, logical_date, data_interval_start,
       data_interval_end, params, triggered_by, note, backfill_id, run_after, unfinished, max_active_tasks, queued_at)
     SELECT id, dag_id, dag_version_id, run_key, run_type, 'queued', logical_date, data_interval_start,
       data_interval_end, params, triggered_by, note, backfill_id, date_trunc('milliseconds', now()), unfinished, max_active_tasks, now()
     FROM jsonb_to_recordset($1::jsonb) AS g(id text, dag_id text, dag_version_id text, run_key text, run_type text,
       logical_date timestamptz, data_interval_start timestamptz, data_interval_end timestamptz, params jsonb,
       triggered_by text, note text, backfill_id text, unfinished int, max_active_tasks int)
     ON CONFLICT DO NOTHING RETURNING id`,
    [JSON.stringify(runs)],
  );
  return rows.map((row) => row.id);
}

export async function insertTasks(sql: Sql, tasks: readonly Record<string, unknown>[]): Promise<void> {
  await sql.rows(
    `INSERT INTO task_instance (id, run_id, dag_id, task_id, max_tries, pending_upstream, downstream, queue, pool,
       pool_slots, priority_weight)
     SELECT id, run_id, dag_id, task_id, max_tries, pending_upstream, downstream, queue, pool, pool_slots,
       priority_weight
     FROM jsonb_to_recordset($1::jsonb) AS g(id text, run_id text, dag_id text, task_id text, max_tries int,
       pending_upstream int, downstream text[], queue text, pool text, pool_slots int, priority_weight int)`,
    [JSON.stringify(tasks)],
  );
}

export async function findRun(
  sql: Sql,
  dagId: string,
  runKey: string | null,
  logicalDate: string | null,
): Promise<{ id: string } | undefined> {
  const [row] = await sql.rows<{ id: string }>(
    `SELECT id FROM dag_run WHERE dag_id = $1
     AND (run_key = $2::text OR logical_date = $3::timestamptz) LIMIT 1`,
    [dagId, runKey, logicalDate],
  );
  return row;
}

/** Queued runs that may start now: live runs under the pipeline's limit, backfills under their own. Locks the pipeline. */
export async function startableRuns(sql: Sql, dagId: string): Promise<string[]> {
  const [dag] = await sql.rows<{ max: number }>(
    `SELECT max_active_runs AS max FROM dag WHERE dag_id = $1 AND NOT is_paused FOR NO KEY UPDATE SKIP LOCKED`,
    [dagId],
  );
  if (!dag) return [];
  const rows = await sql.rows<{ id: string }>(
    `WITH active AS (
       SELECT backfill_id, count(*)::int AS running FROM dag_run
       WHERE dag_id = $1 AND state = 'running' GROUP BY backfill_id
     ), waiting AS (
       SELECT r.id, r.backfill_id, coalesce(b.max_active_runs, $2::int) AS allowed,
         row_number() OVER (PARTITION BY r.backfill_id ORDER BY
           CASE WHEN b.run_backwards THEN r.logical_date END DESC, r.logical_date, r.id) AS place
       FROM dag_run r LEFT JOIN backfill b ON b.id = r.backfill_id
       WHERE r.dag_id = $1 AND r.state = 'queued' AND r.run_after <= now()
         AND (b.id IS NULL OR b.state <> 'paused')
     )
     SELECT w.id FROM waiting w LEFT JOIN active a ON a.backfill_id IS NOT DISTINCT FROM w.backfill_id
     WHERE w.place <= w.allowed - coalesce(a.running, 0) ORDER BY w.place LIMIT 100`,
    [dagId, dag.max],
  );
  return rows.map((row) => row.id);
}

export async function markStarted(sql: Sql, runId: string): Promise<void> {
  await sql.rows(
    `UPDATE dag_run r SET state = 'running', started_at = now(), finished_at = NULL,
       timeout_at = now() + (v.spec->>'dagrun_timeout_ms')::float8 * interval '1 millisecond'
     FROM dag_version v WHERE r.id = $1 AND r.state = 'queued' AND v.id = r.dag_version_id`,
    [runId],
  );
}

export async function dagsWithQueuedRuns(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT DISTINCT r.dag_id AS id FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id
     WHERE r.state = 'queued' AND r.run_after <= now() AND NOT d.is_paused`,
  );
  return rows.map((row) => row.id);
}

/** Running runs that hold something ready: a retry that is due, a pool that was full, a pipeline that was paused. */
export async function runsWithReadyTasks(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT DISTINCT r.id FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id JOIN task_instance t ON t.run_id = r.id
     WHERE r.state = 'running' AND r.reason IS NULL AND NOT d.is_paused AND t.pending_upstream = 0
       AND (t.state = 'none' OR (t.state = 'up_for_retry' AND t.eligible_at <= now())) LIMIT 500`,
  );
  return rows.map((row) => row.id);
}

export async function runsPastTimeout(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    "SELECT id FROM dag_run WHERE state = 'running' AND reason IS NULL AND timeout_at <= now() LIMIT 100",
  );
  return rows.map((row) => row.id);
}

/** Ends what has not started, asks workers to kill what runs; answers how many tasks ended here and now. */
export async function endWaiting(
  sql: Sql,
  runId: string,
  end: { reason: string; taskState: string },
): Promise<number> {
  await sql.rows("UPDATE dag_run SET reason = $2 WHERE id = $1", [runId, end.reason]);
  await sql.rows(
    `UPDATE task_attempt SET kill_reason = $2,
       state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
       finished_at = CASE WHEN state = 'queued' THEN now() END
     WHERE run_id = $1 AND state IN ('queued', 'running')`,
    [runId, end.reason],
  );
  const rows = await sql.rows(
    `UPDATE task_instance t SET state = $2, finished_at = now(), eligible_at = NULL
     WHERE t.run_id = $1 AND (t.state IN ('none', 'up_for_retry') OR (t.state = 'queued' AND EXISTS (
       SELECT 1 FROM task_attempt a WHERE a.id = t.current_attempt_id AND a.state = 'cancelled')))
     RETURNING 1 AS one`,
    [runId, end.taskState],
  );
  return rows.length;
}

export type ClearTarget = { id: string; taskId: string; state: string; downstream: string[] };

export async function tasksOfRun(sql: Sql, runId: string): Promise<ClearTarget[]> {
  return sql.rows<ClearTarget>(
    'SELECT id, task_id AS "taskId", state, downstream FROM task_instance WHERE run_id = $1 ORDER BY id',
    [runId],
  );
}

/** Tasks go back to the start; their current attempts lose the fence. Counters of the run are counted anew. */
export async function resetTasks(sql: Sql, runId: string, ids: readonly string[]): Promise<string[]> {
  await sql.rows(
    `UPDATE task_attempt SET state = 'cancelled', kill_reason = 'cleared', finished_at = now(), lease_until = NULL
     WHERE run_id = $1 AND task_instance_id = ANY($2::text[]) AND state IN ('queued', 'running')`,
    [runId, ids],
  );
  await sql.rows(
    `UPDATE task_instance t SET state = 'none', current_attempt_id = NULL, infra_retries = 0, result = NULL,
       eligible_at = NULL, queued_at = NULL, started_at = NULL, finished_at = NULL,
       max_tries = t.try_number + 1 + coalesce((jsonb_path_query_first(v.spec,
         '$.tasks[*] ? (@.task_id == $id).retries', jsonb_build_object('id', t.task_id)))::int, 0)
     FROM dag_run r JOIN dag_version v ON v.id = r.dag_version_id
     WHERE t.run_id = $1 AND r.id = t.run_id AND t.id = ANY($2::text[])`,
    [runId, ids],
  );
  const waiting = await sql.rows<{ taskId: string; pending: number }>(
    `UPDATE task_instance t SET pending_upstream = (SELECT count(*)::int FROM task_instance u
       WHERE u.run_id = $1 AND t.task_id = ANY(u.downstream)
         AND u.state NOT IN ('success', 'failed', 'skipped', 'upstream_failed', 'cancelled'))
     WHERE t.run_id = $1 AND t.state = 'none' RETURNING t.task_id AS "taskId", t.pending_upstream AS pending`,
    [runId],
  );
  await sql.rows(
    `UPDATE dag_run r SET reason = NULL, clear_number = clear_number + 1, timeout_at = NULL, finished_at = NULL,
       state = CASE WHEN state = 'running' THEN state ELSE 'queued' END,
       queued_at = CASE WHEN state = 'running' THEN queued_at ELSE now() END,
       unfinished = (SELECT count(*)::int FROM task_instance t WHERE t.run_id = r.id
         AND t.state NOT IN ('success', 'failed', 'skipped', 'upstream_failed', 'cancelled'))
     WHERE r.id = $1`,
    [runId],
  );
  return waiting.filter((task) => task.pending === 0).map((task) => task.taskId);
}

export async function readyUnjudged(sql: Sql, runId: string): Promise<string[]> {
  const rows = await sql.rows<{ taskId: string }>(
    `SELECT task_id AS "taskId" FROM task_instance WHERE run_id = $1 AND state = 'none' AND pending_upstream = 0`,
    [runId],
  );
  return rows.map((row) => row.taskId);
}

const RUN_COLUMNS = `r.id, r.dag_id, r.dag_version_id, v.number AS version, r.run_key, r.run_type, r.state, r.reason,
  r.logical_date, r.data_interval_start, r.data_interval_end, r.params, r.triggered_by, r.note, r.backfill_id,
  r.queued_at, r.started_at, r.finished_at`;

export async function runRows(
  sql: Sql,
  filter: {
    dagId: string | null;
    state: string | null;
    runType: string | null;
    backfillId: string | null;
    id: string | null;
    before: string | null;
  },
  take: number,
): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT ${RUN_COLUMNS} FROM dag_run r JOIN dag_version v ON v.id = r.dag_version_id
     WHERE ($1::text IS NULL OR r.dag_id = $1) AND ($2::text IS NULL OR r.state = $2)
       AND ($3::text IS NULL OR r.run_type = $3) AND ($4::text IS NULL OR r.backfill_id = $4)
       AND ($5::text IS NULL OR r.id = $5) AND ($6::text IS NULL OR r.id < $6)
     ORDER BY r.id DESC LIMIT $7::int`,
    [filter.dagId, filter.state, filter.runType, filter.backfillId, filter.id, filter.before, take],
  );
}

export async function taskRows(sql: Sql, runId: string): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT t.id, t.task_id, t.state, t.try_number, t.max_tries, t.queue, t.pool, t.eligible_at,
       t.current_attempt_id::text AS current_attempt_id, t.result, t.queued_at, t.started_at, t.finished_at
     FROM task_instance t WHERE t.run_id = $1 ORDER BY t.id`,
    [runId],
  );
}

export async function attemptRows(sql: Sql, runId: string): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT a.id::text AS id, a.task_instance_id, a.number, a.state, a.worker_id, a.kill_reason, a.queued_at,
       a.started_at, a.finished_at, a.exit_code, a.signal, a.error_code, a.error_detail, a.usage, a.log_lines,
       a.log_bytes::float8 AS log_bytes
     FROM task_attempt a WHERE a.run_id = $1 ORDER BY a.number, a.id`,
    [runId],
  );
}

export async function gridCells(
  sql: Sql,
  runIds: readonly string[],
): Promise<{ runId: string; taskIds: string[]; ids: string[]; states: string[]; tries: number[] }[]> {
  return sql.rows(
    `SELECT run_id AS "runId", array_agg(task_id ORDER BY id) AS "taskIds", array_agg(id ORDER BY id) AS ids,
       array_agg(state ORDER BY id) AS states, array_agg(try_number ORDER BY id) AS tries
     FROM task_instance WHERE run_id = ANY($1::text[]) GROUP BY run_id`,
    [runIds],
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

export type DueDag = {
  dagId: string;
  cron: string;
  timeZone: string;
  start: Date;
  end: Date | null;
  catchup: boolean;
  nextRunAt: Date | null;
  lastEnd: Date | null;
  versionId: string | null;
  spec: unknown;
  room: number;
};

/** Pipelines whose next run is due or unknown, with room for another; other schedulers skip these rows. */
export async function dueDags(sql: Sql, now: Date): Promise<DueDag[]> {
  return sql.rows<DueDag>(
    `SELECT d.dag_id AS "dagId", d.schedule_cron AS cron, coalesce(d.schedule_time_zone, 'UTC') AS "timeZone",
       coalesce(d.schedule_start, d.created_at) AS start, d.schedule_end AS "end", d.catchup,
       d.next_run_at AS "nextRunAt", v.id AS "versionId", v.spec,
       greatest(d.next_interval_start, (SELECT max(data_interval_end) FROM dag_run r
         WHERE r.dag_id = d.dag_id AND r.run_type = 'scheduled')) AS "lastEnd",
       d.max_active_runs - (SELECT count(*)::int FROM dag_run r WHERE r.dag_id = d.dag_id
         AND r.backfill_id IS NULL AND r.state IN ('queued', 'running')) AS room
     FROM dag d JOIN dag_version v ON v.id = d.head_version_id
     WHERE NOT d.is_paused AND d.stale_at IS NULL AND d.schedule_cron IS NOT NULL
       AND (d.next_run_at IS NULL OR d.next_run_at <= $1::timestamptz)
       AND (d.schedule_end IS NULL OR d.next_interval_start IS NULL OR d.next_interval_start < d.schedule_end)
       AND (d.next_run_at IS NULL OR d.max_active_runs > (SELECT count(*) FROM dag_run r WHERE r.dag_id = d.dag_id
         AND r.backfill_id IS NULL AND r.state IN ('queued', 'running')))
     ORDER BY d.next_run_at NULLS FIRST LIMIT 20 FOR NO KEY UPDATE OF d SKIP LOCKED`,
    [now.toISOString()],
  );
}

export async function writeNextRun(
  sql: Sql,
  dagId: string,
  next: { start: Date; end: Date } | null,
): Promise<void> {
  await sql.rows(
    `UPDATE dag SET next_interval_start = coalesce($2::timestamptz, schedule_end), next_interval_end = $3::timestamptz,
       next_run_at = $3::timestamptz WHERE dag_id = $1`,
    [dagId, next?.start.toISOString() ?? null, next?.end.toISOString() ?? null],
  );
}

import type { Sql } from "@/lib/platform/db";

const TERMINAL = "('success', 'failed', 'skipped', 'upstream_failed', 'cancelled')";

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
};

export async function attemptRow(sql: Sql, attemptId: string): Promise<AttemptRow | undefined> {
  const [row] = await sql.rows<AttemptRow>(
    `SELECT a.run_id AS "runId", t.id AS "taskInstanceId", t.task_id AS "taskId", a.state AS "attemptState",
       a.worker_id AS "workerId", a.kill_reason AS "killReason", (t.current_attempt_id = a.id) AS "isCurrent",
       t.try_number AS "tryNumber", t.max_tries AS "maxTries", t.infra_retries AS "infraRetries"
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

export async function writeStale(sql: Sql, attemptId: string, stale: unknown): Promise<void> {
  await sql.rows(
    "UPDATE task_attempt SET stale_result = coalesce(stale_result, $2::jsonb) WHERE id = $1::uuid",
    [attemptId, json(stale)],
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
    `INSERT INTO task_instance (id, run_id, dag_id, task_id, kind, max_tries, pending_upstream, upstream, downstream,
       queue, pool, pool_slots, priority_weight)
     SELECT id, run_id, dag_id, task_id, kind, max_tries, cardinality(upstream), upstream, downstream, queue, pool,
       pool_slots, priority_weight
     FROM jsonb_to_recordset($1::jsonb) AS g(id text, run_id text, dag_id text, task_id text, kind text, max_tries int,
       upstream text[], downstream text[], queue text, pool text, pool_slots int, priority_weight int)`,
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

export async function dagsWithQueuedRuns(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT DISTINCT r.dag_id AS id FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id
     WHERE r.state = 'queued' AND r.run_after <= now() AND NOT d.is_paused`,
  );
  return rows.map((row) => row.id);
}

/** Running runs that hold something ready (a retry that is due, a pool that was full), the most important first. */
export async function runsWithReadyTasks(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT r.id FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id JOIN task_instance t ON t.run_id = r.id
     WHERE r.state = 'running' AND r.reason IS NULL AND NOT d.is_paused AND t.pending_upstream = 0
       AND (t.state = 'none' OR (t.state = 'up_for_retry' AND t.eligible_at <= now()))
     GROUP BY r.id ORDER BY max(t.priority_weight) DESC, r.id LIMIT 500`,
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
export async function resetTasks(sql: Sql, runId: string, ids: readonly string[]): Promise<void> {
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
  await sql.rows(
    `UPDATE task_instance t SET pending_upstream = above.pending, upstream_failed = above.failed,
       upstream_skipped = above.skipped
     FROM task_instance me CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE u.state NOT IN ${TERMINAL})::int AS pending,
         count(*) FILTER (WHERE u.state IN ('failed', 'upstream_failed', 'cancelled'))::int AS failed,
         count(*) FILTER (WHERE u.state = 'skipped')::int AS skipped
       FROM task_instance u WHERE u.run_id = $1 AND u.task_id = ANY(me.upstream)
     ) above
     WHERE me.run_id = $1 AND me.state = 'none' AND t.id = me.id`,
    [runId],
  );
  await sql.rows(
    `UPDATE dag_run r SET reason = NULL, clear_number = clear_number + 1, finished_at = NULL,
       timeout_at = CASE WHEN r.state = 'running'
         THEN now() + (v.spec->>'dagrun_timeout_ms')::float8 * interval '1 millisecond' END,
       state = CASE WHEN r.state = 'running' THEN r.state ELSE 'queued' END,
       queued_at = CASE WHEN r.state = 'running' THEN queued_at ELSE now() END,
       unfinished = (SELECT count(*)::int FROM task_instance t WHERE t.run_id = r.id AND t.state NOT IN ${TERMINAL})
     FROM dag_version v WHERE r.id = $1 AND v.id = r.dag_version_id`,
    [runId],
  );
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
): Promise<
  {
    runId: string;
    taskIds: string[];
    ids: string[];
    states: string[];
    tries: number[];
    durations: (number | null)[];
  }[]
> {
  return sql.rows(
    // As JSON: the client's own reader of arrays takes a third longer for all.
    `SELECT run_id AS "runId", to_json(array_agg(task_id ORDER BY id)) AS "taskIds",
       to_json(array_agg(id ORDER BY id)) AS ids, to_json(array_agg(state ORDER BY id)) AS states,
       to_json(array_agg(try_number ORDER BY id)) AS tries,
       to_json(array_agg(extract(epoch FROM (finished_at - started_at)) * 1000 ORDER BY id)::float8[]) AS durations
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

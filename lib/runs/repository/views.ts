import type { Sql } from "@/lib/platform/db";
import type { RunError } from "../schema";
import type { VersionTasks } from "../task-order";

/** Rows of runs for pages and the API, under the names of the reply. */

const RUN_COLUMNS = `r.id, r.dag_id, r.dag_version_id, v.number AS version, r.run_key, r.run_type, r.state, r.reason,
  r.ended_by,
  r.logical_date, r.data_interval_start, r.data_interval_end, r.params, r.triggered_by, r.note, r.backfill_id,
  r.pinned_at, r.clear_number, r.queued_at, r.started_at, r.first_started_at, r.finished_at,
  d.schedule_time_zone AS time_zone, past.rounds AS rounds_before, past.ran_ms AS ran_before_ms`;

/** In the order of the ids. */
export async function runsById(sql: Sql, ids: readonly string[]): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT ${RUN_COLUMNS} FROM unnest($1::text[]) WITH ORDINALITY AS page(id, place)
       JOIN dag_run r ON r.id = page.id JOIN dag_version v ON v.id = r.dag_version_id JOIN dag d ON d.dag_id = r.dag_id
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS rounds,
           coalesce(sum(date_part('epoch', p.finished_at - p.started_at) * 1000), 0)::float8 AS ran_ms
         FROM dag_run_past p WHERE p.run_id = r.id) past
     ORDER BY page.place`,
    [ids],
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
    `SELECT a.id::text AS id, a.task_instance_id, a.number, a.clear_number, a.state, a.worker_id, a.kill_reason,
       a.queued_at, a.started_at, a.finished_at, a.exit_code, a.signal, a.error_code, a.error_detail, a.usage,
       a.log_lines, a.log_bytes::float8 AS log_bytes
     FROM task_attempt a WHERE a.run_id = $1 ORDER BY a.number, a.id`,
    [runId],
  );
}

/** The failed tasks of these runs with the end of their last try, the newest failure first. */
export async function failedTasks(
  sql: Sql,
  runIds: readonly string[],
  most: number,
): Promise<(RunError & { id: string; run_id: string })[]> {
  return sql.rows(
    `SELECT t.id, t.run_id, t.task_id, a.error_code AS code, left(a.error_detail, 500) AS detail, a.exit_code
     FROM task_instance t LEFT JOIN task_attempt a ON a.id = t.current_attempt_id
     WHERE t.run_id = ANY($1::text[]) AND t.state = 'failed' ORDER BY t.finished_at DESC, t.id DESC LIMIT $2::int`,
    [runIds, most],
  );
}

/** The tasks of these versions in the order of their files, the newest version first. */
export async function tasksOfVersions(sql: Sql, versionIds: readonly string[]): Promise<VersionTasks[]> {
  const rows = await sql.rows<{ tasks: { task_id: string; depends_on?: string[] }[] }>(
    `SELECT (SELECT jsonb_agg(jsonb_build_object('task_id', t.task->'task_id', 'depends_on', t.task->'depends_on')
         ORDER BY t.place) FROM jsonb_array_elements(v.spec->'tasks') WITH ORDINALITY t(task, place)) AS tasks
     FROM dag_version v WHERE v.id = ANY($1::text[]) ORDER BY v.number DESC`,
    [versionIds],
  );
  return rows.map(({ tasks }) =>
    tasks.map((task) => ({ task_id: task.task_id, depends_on: task.depends_on ?? [] })),
  );
}

/** One task in these runs, in the order of their ids, with its last try. */
export async function taskLines(
  sql: Sql,
  runIds: readonly string[],
  taskId: string,
): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT t.id, t.run_id, t.state, t.try_number, t.started_at, a.usage,
       date_part('epoch', a.started_at - a.queued_at) * 1000 AS waited_ms,
       date_part('epoch', t.finished_at - t.started_at) * 1000 AS ran_ms,
       CASE WHEN t.state = 'failed' THEN a.error_code END AS code,
       CASE WHEN t.state = 'failed' THEN left(a.error_detail, 500) END AS detail,
       CASE WHEN t.state = 'failed' THEN a.exit_code END AS exit_code,
       v.number AS version, r.run_key, r.run_type, r.state AS run_state, r.logical_date, r.data_interval_start,
       r.data_interval_end, r.queued_at, d.schedule_time_zone AS time_zone
     FROM unnest($1::text[]) WITH ORDINALITY AS page(id, place)
       JOIN dag_run r ON r.id = page.id JOIN dag d ON d.dag_id = r.dag_id JOIN dag_version v ON v.id = r.dag_version_id
       JOIN task_instance t ON t.run_id = r.id AND t.task_id = $2::text
       LEFT JOIN task_attempt a ON a.id = t.current_attempt_id
     ORDER BY page.place`,
    [runIds, taskId],
  );
}

/** The past rounds of a run, oldest first. */
export async function pastRows(sql: Sql, runId: string): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT p.clear_number, v.number AS version, p.dag_version_id, p.params, p.backfill_id, p.state, p.reason, p.ended_by,
       p.started_at, p.finished_at
     FROM dag_run_past p JOIN dag_version v ON v.id = p.dag_version_id WHERE p.run_id = $1 ORDER BY p.clear_number`,
    [runId],
  );
}

/** All task instances of one run in no order, column by column: the same index is the same task. */
export type GridRow = {
  runId: string;
  taskIds: string[];
  ids: string[];
  states: string[];
  tries: number[];
  /** In ms; null until it has ended. */
  durations: (number | null)[];
};

export async function gridRows(sql: Sql, runIds: readonly string[]): Promise<GridRow[]> {
  return sql.rows(
    // As JSON, because pg parses arrays a third slower. Unsorted, because sorting 25,000 ids by collation takes as long
    // as reading them. `date_part` counts in floats, `extract` in slower numerics.
    `SELECT run_id AS "runId", to_json(array_agg(task_id)) AS "taskIds", to_json(array_agg(id)) AS ids,
       to_json(array_agg(state)) AS states, to_json(array_agg(try_number)) AS tries,
       to_json(array_agg(date_part('epoch', finished_at - started_at) * 1000)) AS durations
     FROM task_instance WHERE run_id = ANY($1::text[]) GROUP BY run_id`,
    [runIds],
  );
}

/** Dates become ISO text, as in JSON. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

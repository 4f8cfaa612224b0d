import type { Sql } from "@/lib/platform/db";
import { ENDED } from "./states";

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

/**
 * Gives runs the tasks of their version. New tasks wait, known ones keep state, tries and attempts, and removed ones
 * wait again. All upstream tasks count as open afterwards: call `recountTasks` where states are kept.
 */
export async function adoptTasks(sql: Sql, tasks: readonly Record<string, unknown>[]): Promise<void> {
  await sql.rows(
    `INSERT INTO task_instance (id, run_id, dag_id, task_id, kind, max_tries, pending_upstream, upstream, downstream,
       queue, pool, pool_slots, priority_weight)
     SELECT id, run_id, dag_id, task_id, kind, max_tries, cardinality(upstream), upstream, downstream, queue, pool,
       pool_slots, priority_weight
     FROM jsonb_to_recordset($1::jsonb) AS g(id text, run_id text, dag_id text, task_id text, kind text, max_tries int,
       upstream text[], downstream text[], queue text, pool text, pool_slots int, priority_weight int)
     ON CONFLICT (run_id, task_id, map_index) DO UPDATE SET kind = EXCLUDED.kind, upstream = EXCLUDED.upstream,
       downstream = EXCLUDED.downstream, queue = EXCLUDED.queue, pool = EXCLUDED.pool,
       pool_slots = EXCLUDED.pool_slots, priority_weight = EXCLUDED.priority_weight,
       pending_upstream = EXCLUDED.pending_upstream, upstream_failed = 0, upstream_skipped = 0,
       state = CASE task_instance.state WHEN 'removed' THEN 'none' ELSE task_instance.state END`,
    [JSON.stringify(tasks)],
  );
}

/** Tasks that the version lacks leave the graph; their rows stay for their attempts and logs. */
export async function removeTasksBut(
  sql: Sql,
  runIds: readonly string[],
  taskIds: readonly string[],
): Promise<void> {
  await sql.rows(
    `UPDATE task_instance SET state = 'removed', upstream = '{}', downstream = '{}', pending_upstream = 0,
       upstream_failed = 0, upstream_skipped = 0, eligible_at = NULL, finished_at = coalesce(finished_at, now())
     WHERE run_id = ANY($1::text[]) AND task_id <> ALL($2::text[]) AND state <> 'removed'`,
    [runIds, taskIds],
  );
}

/**
 * Resets tasks, or all of a run when `taskIds` is null. A running task keeps its attempt and its slot: the worker is
 * asked to kill it, and the task waits again once the process has ended. Attempts are updated before tasks, because a
 * claim that commits first makes an attempt a running one.
 */
export async function resetTasks(
  sql: Sql,
  runIds: readonly string[],
  taskIds: readonly string[] | null,
): Promise<void> {
  const which = [runIds, taskIds];
  await sql.rows(
    `UPDATE task_attempt SET kill_reason = 'cleared',
       state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
       finished_at = CASE state WHEN 'queued' THEN now() END
     WHERE run_id = ANY($1::text[]) AND ($2::text[] IS NULL OR task_instance_id = ANY($2::text[]))
       AND state IN ('queued', 'running')`,
    which,
  );
  await sql.rows(
    `UPDATE task_instance t SET state = CASE WHEN a.id IS NULL THEN 'none' ELSE 'restarting' END,
       current_attempt_id = a.id, infra_retries = 0, planned_retries = 0, avoid_worker_id = NULL, result = NULL, eligible_at = NULL, finished_at = NULL,
       queued_at = CASE WHEN a.id IS NULL THEN NULL ELSE t.queued_at END,
       started_at = CASE WHEN a.id IS NULL THEN NULL ELSE t.started_at END,
       max_tries = t.try_number + 1 + coalesce((jsonb_path_query_first(v.spec,
         '$.tasks[*] ? (@.task_id == $id).retries', jsonb_build_object('id', t.task_id)))::int, 0)
     FROM task_instance me JOIN dag_run r ON r.id = me.run_id JOIN dag_version v ON v.id = r.dag_version_id
       LEFT JOIN task_attempt a ON a.id = me.current_attempt_id AND a.state = 'running'
     WHERE me.run_id = ANY($1::text[]) AND ($2::text[] IS NULL OR me.id = ANY($2::text[])) AND me.state <> 'removed'
       AND t.id = me.id`,
    which,
  );
}

/**
 * Recounts the upstream tasks of every task that has not ended. Running ones are included, because a retry of them must
 * wait for what was cleared above.
 */
export async function recountTasks(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows(
    `UPDATE task_instance t SET pending_upstream = above.pending, upstream_failed = above.failed,
       upstream_skipped = above.skipped
     FROM task_instance me CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE u.state NOT IN ${ENDED})::int AS pending,
         count(*) FILTER (WHERE u.state IN ('failed', 'upstream_failed', 'cancelled'))::int AS failed,
         count(*) FILTER (WHERE u.state = 'skipped')::int AS skipped
       FROM task_instance u WHERE u.run_id = me.run_id AND u.task_id = ANY(me.upstream)
     ) above
     WHERE me.run_id = ANY($1::text[]) AND me.state NOT IN ${ENDED} AND t.id = me.id`,
    [runIds],
  );
}

/**
 * Ends the tasks of a run that have not started, and asks the workers to kill the running ones. Returns how many tasks have
 * ended. A claim that commits first makes an attempt a running one, so attempts are updated before tasks.
 */
export async function endWaiting(
  sql: Sql,
  runId: string,
  end: { reason: string; taskState: string },
): Promise<number> {
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

/** For runs that have not started: none of their tasks has a live attempt. */
export async function cancelTasks(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows(
    `UPDATE task_instance SET state = 'cancelled', finished_at = now(), eligible_at = NULL
     WHERE run_id = ANY($1::text[]) AND state IN ('none', 'up_for_retry')`,
    [runIds],
  );
}

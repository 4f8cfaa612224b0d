import type { Sql } from "@/lib/platform/db";
import { OCCUPYING, READY } from "@/lib/tasks";
import type { RunFacts, TaskFacts } from "../waits";

/** Facts for the reasons why something waits. These statements read for pages and lock nothing. */

/** Queued runs of one pipeline that share a limit. */
export type WaitingRuns = RunFacts & { dagId: string; runIds: string[]; count: number; since: Date };

/** All queued runs when `runIds` is null. */
export async function waitingRuns(
  sql: Sql,
  runIds: readonly string[] | null,
  most: number,
): Promise<WaitingRuns[]> {
  return sql.rows<WaitingRuns>(
    `SELECT d.dag_id AS "dagId", d.is_paused AS "isPaused", r.backfill_id AS "backfillId",
       coalesce(b.state = 'paused', false) AS "backfillPaused", coalesce(b.max_active_runs, d.max_active_runs) AS "limit",
       (SELECT count(*)::int FROM dag_run a WHERE a.dag_id = d.dag_id AND a.state = 'running'
         AND a.backfill_id IS NOT DISTINCT FROM r.backfill_id) AS active,
       CASE WHEN r.run_after > now() THEN r.run_after END AS "notBefore",
       CASE WHEN $1::text[] IS NULL THEN '{}' ELSE array_agg(r.id) END AS "runIds",
       count(*)::int AS count, min(r.queued_at) AS since
     FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id LEFT JOIN backfill b ON b.id = r.backfill_id
     WHERE r.state = 'queued' AND ($1::text[] IS NULL OR r.id = ANY($1))
     GROUP BY d.dag_id, r.backfill_id, b.id, "notBefore" ORDER BY since LIMIT $2::int`,
    [runIds, most],
  );
}

/** The columns of TaskFacts, for tasks `t` of the given runs. */
const TASKS = `WITH run AS (
    SELECT r.id, r.dag_id, r.max_active_tasks, r.started_at, d.is_paused, (SELECT count(*)::int FROM task_instance o
      WHERE o.run_id = r.id AND o.state IN ${OCCUPYING}) AS active
    FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id
    WHERE r.state = 'running' AND r.reason IS NULL AND ($1::text[] IS NULL OR r.id = ANY($1))
  ), room AS (
    SELECT l.*, (SELECT max(t.priority_weight) FROM task_instance t JOIN dag_run r ON r.id = t.run_id
        JOIN dag d ON d.dag_id = r.dag_id
      WHERE t.pool = l.name AND r.state = 'running' AND r.reason IS NULL AND NOT d.is_paused AND t.pool_slots > 1
        AND t.pool_slots <= l.slots AND l.used + t.pool_slots > l.slots AND ${READY}
        AND r.max_active_tasks > (SELECT count(*) FROM task_instance o WHERE o.run_id = r.id AND o.state IN ${OCCUPYING})) AS kept
    FROM (SELECT p.name, p.slots, coalesce(sum(o.pool_slots), 0)::int AS used
      FROM pool p LEFT JOIN task_instance o ON o.pool = p.name AND o.state IN ${OCCUPYING} GROUP BY p.name) l
  ), listening AS (
    SELECT q.queue, count(*)::int AS workers, sum(w.concurrency)::int AS places, sum(held.count)::int AS taken
    FROM worker w CROSS JOIN unnest(w.queues) q(queue) CROSS JOIN LATERAL (
      SELECT count(*) FROM task_attempt a WHERE a.worker_id = w.id AND a.state = 'running') held
    WHERE w.stopped_at IS NULL AND w.draining_at IS NULL GROUP BY q.queue
  )`;
const FACTS = `t.state, run.is_paused AS "isPaused", run.active, run.max_active_tasks AS "limit", t.pool,
  t.pool_slots AS needs, coalesce(room.slots, 0) AS slots, coalesce(room.used, 0) AS used,
  coalesce(t.priority_weight < room.kept, false) AS kept, t.queue,
  coalesce(l.workers, 0) AS workers, coalesce(l.places, 0) AS places, coalesce(l.taken, 0) AS taken`;
const FROM = `FROM run JOIN task_instance t ON t.run_id = run.id LEFT JOIN room ON room.name = t.pool
  LEFT JOIN listening l ON l.queue = t.queue`;
const WAITING = "('none', 'queued', 'up_for_retry', 'restarting')";

export type WaitingTask = TaskFacts & { id: string };

/** All waiting tasks of one run, including those that wait for upstream tasks. */
export async function waitingTasksOf(sql: Sql, runId: string): Promise<WaitingTask[]> {
  return sql.rows<WaitingTask>(
    `${TASKS}
     SELECT t.id, ${FACTS}, t.eligible_at AS "eligibleAt", CASE WHEN t.pending_upstream = 0 THEN '{}' ELSE ARRAY(
       SELECT u.task_id FROM task_instance u WHERE u.run_id = t.run_id AND u.task_id = ANY(t.upstream)
         AND u.state NOT IN ('success', 'failed', 'skipped', 'upstream_failed', 'cancelled') ORDER BY u.id) END AS upstream
     ${FROM} WHERE t.state IN ${WAITING}`,
    [[runId]],
  );
}

/**
 * Tasks of one run with the same facts, which wait for the same reason. Running tasks are counted too: with one of them
 * the run does not wait.
 */
export type TaskGroup = TaskFacts & { runId: string; dagId: string; count: number; since: Date | null };

export async function taskGroups(
  sql: Sql,
  runIds: readonly string[] | null,
  most: number,
): Promise<TaskGroup[]> {
  return sql.rows<TaskGroup>(
    `${TASKS}
     SELECT run.id AS "runId", run.dag_id AS "dagId", ${FACTS}, '{}'::text[] AS upstream,
       min(t.eligible_at) AS "eligibleAt", count(*)::int AS count, min(coalesce(t.queued_at, run.started_at)) AS since
     ${FROM} WHERE (t.state IN ${WAITING} AND t.pending_upstream = 0) OR t.state = 'running'
     GROUP BY run.id, run.dag_id, run.is_paused, run.active, run.max_active_tasks, t.state, t.pool, t.pool_slots,
       room.slots, room.used, coalesce(t.priority_weight < room.kept, false), t.queue, l.workers, l.places, l.taken
     ORDER BY since LIMIT $2::int`,
    [runIds, most],
  );
}

import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import { OCCUPYING, READY, WAITING } from "./states";

/** A task that may be queued. */
export type Ready = {
  id: string;
  pool: string;
  slots: number;
  weight: number;
  /** The pool has a limit, and this transaction holds its lock. */
  limited: boolean;
};

export type NewAttempt = Ready & { attemptId: string };

export type InsertedAttempt = { attemptId: string; queue: string; priority: number };

/**
 * Queues attempts in the given order while the run has places and their pools have room; returns the queued ones.
 * Reserves slots for more important tasks of other runs, and for a larger task of the same importance in an older run,
 * which small ones would block for ever. Skips attempts of pools that were removed or got a limit after the locks were
 * taken; the scheduler's next round queues them.
 */
export async function insertAttempts(
  sql: Sql,
  runId: string,
  attempts: readonly NewAttempt[],
  places: number,
): Promise<InsertedAttempt[]> {
  return sql.hot<InsertedAttempt>(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("attemptId" uuid, id text, pool text, slots int, weight int,
         limited boolean, place int)
     ), room AS MATERIALIZED (
       SELECT p.name, p.slots AS total, p.slots - (SELECT coalesce(sum(o.pool_slots), 0) FROM task_instance o
         WHERE o.pool = p.name AND o.state IN ${OCCUPYING})::int AS slots, asked.slots AS asked, asked.lowest,
         (SELECT coalesce(max(w.pool_slots), 0) FROM task_instance w WHERE w.pool = p.name AND w.pool_slots > 1
           AND w.pool_slots <= p.slots AND w.pending_upstream = 0 AND w.state IN ${WAITING}) AS largest
       FROM pool p JOIN (SELECT pool, sum(slots)::int AS slots, min(weight) AS lowest FROM given WHERE limited GROUP BY pool)
         asked ON asked.pool = p.name
       WHERE p.slots >= 0
     ), ahead AS MATERIALIZED (
       SELECT room.name AS pool, r.id AS run_id, w.slots, w.weight
       FROM room JOIN dag_run r ON r.state = 'running' AND r.reason IS NULL AND r.id <> $2
       JOIN dag d ON d.dag_id = r.dag_id AND NOT d.is_paused
       CROSS JOIN LATERAL (
         (SELECT t.pool_slots AS slots, t.priority_weight AS weight FROM task_instance t
          WHERE t.run_id = r.id AND t.pool = room.name AND t.priority_weight > room.lowest AND ${READY}
            AND t.pool_slots <= room.total
          ORDER BY t.priority_weight DESC, t.id
          LIMIT (SELECT greatest(r.max_active_tasks - count(*), 0) FROM task_instance o
            WHERE o.run_id = r.id AND o.state IN ${OCCUPYING}))
         UNION ALL
         (SELECT t.pool_slots, t.priority_weight FROM task_instance t
          WHERE r.id < $2 AND t.run_id = r.id AND t.pool = room.name AND t.priority_weight = room.lowest AND ${READY}
            AND t.pool_slots > 1 AND t.pool_slots <= room.total
          ORDER BY t.id
          LIMIT (SELECT greatest(r.max_active_tasks - count(*), 0) FROM task_instance o
            WHERE o.run_id = r.id AND o.state IN ${OCCUPYING}))
       ) w
       WHERE (room.slots - room.asked) * 2 < room.total OR room.slots - room.asked < room.largest
     ), fitting AS (
       SELECT g.*, CASE WHEN p.slots < 0 THEN true WHEN room.name IS NULL THEN false
         ELSE sum(g.slots) OVER (PARTITION BY g.pool ORDER BY g.place) + coalesce((SELECT sum(a.slots) FROM ahead a
           WHERE a.pool = g.pool AND (a.weight > g.weight
             OR (a.weight = g.weight AND a.slots > g.slots AND a.run_id < $2))), 0) <= room.slots END AS fits
       FROM given g JOIN pool p ON p.name = g.pool LEFT JOIN room ON room.name = g.pool
     ), taken AS (
       SELECT "attemptId", id FROM fitting WHERE fits ORDER BY place LIMIT $3::int
     ), queued AS (
       UPDATE task_instance t SET state = 'queued', current_attempt_id = k."attemptId", try_number = t.try_number + 1,
         queued_at = now(), started_at = NULL, finished_at = NULL, eligible_at = NULL
       FROM taken k WHERE t.id = k.id
       RETURNING t.*
     ), made AS (
       INSERT INTO task_attempt (id, task_instance_id, run_id, dag_id, task_id, number, clear_number, state, queue, queued_at)
       SELECT current_attempt_id, id, run_id, dag_id, task_id, try_number,
         (SELECT clear_number FROM dag_run WHERE id = $2), 'queued', queue, now() FROM queued
     ), told AS (
       ${recording("task", { id: "id", dag: "dag_id", run: "run_id", task: "task_id", attempt: "current_attempt_id" }, "queued")}
     ), boxed AS (
       INSERT INTO task_outbox (attempt_id, queue, priority) SELECT current_attempt_id, queue, priority_weight FROM queued
     )
     SELECT current_attempt_id::text AS "attemptId", queue, priority_weight AS priority FROM queued
     ORDER BY priority_weight DESC, id`,
    [JSON.stringify(attempts.map((attempt, place) => ({ ...attempt, place }))), runId, places],
  );
}

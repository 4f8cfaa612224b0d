import type { Sql } from "@/lib/platform/db";
import { OCCUPYING, READY, WAITING } from "./states";

/**
 * Who may go next. In a run the most important tasks go first, under its own limit; in a pool the most important tasks of all
 * runs do. Two rules keep one from stopping the others: a pool without room is left out before the run's places are given
 * away, and room is kept for a more important task even while it is not enough for it (one larger than the whole pool waits
 * for nobody and nobody waits for it).
 *
 * Lock order: the run, then the limited pools by name. The costs are index probes: one for each pool in the first statement;
 * in the second one for each running run, and only when less than half of a pool would be left, or less than the largest task
 * that waits for it needs.
 */

export type Ready = {
  id: string;
  pool: string;
  slots: number;
  weight: number;
  /** The pool has a limit, and this transaction holds its lock. */
  limited: boolean;
};

/**
 * Lowers the count of unfinished tasks and answers what may be queued: how many at most, and which, the most important first.
 * Of each pool with room there are as many as the run has places, since what others need more may leave a pool no room.
 * Holds the locks of the limited pools among them: until the commit nobody else counts their slots.
 */
export async function lowerAndFindReady(
  sql: Sql,
  run: { id: string; maxActiveTasks: number },
  by: number,
): Promise<{ unfinished: number; places: number; ready: Ready[] }> {
  const rows = await sql.hot<{ unfinished: number; places: number } & (Ready | { id: null })>(
    `WITH low AS (
       UPDATE dag_run SET unfinished = unfinished - $2::int WHERE id = $1 AND $2::int > 0 RETURNING unfinished
     ), free AS MATERIALIZED (
       SELECT greatest($3::int - count(*), 0)::int AS places FROM task_instance WHERE run_id = $1 AND state IN ${OCCUPYING}
     ), wanted AS MATERIALIZED (
       SELECT p.name, p.slots FROM pool p WHERE (SELECT places FROM free) > 0 AND EXISTS (
         SELECT 1 FROM task_instance t WHERE t.run_id = $1 AND t.pool = p.name AND ${READY})
     ), open AS MATERIALIZED (
       SELECT w.name, w.slots FROM wanted w WHERE w.slots < 0 OR w.slots > (
         SELECT coalesce(sum(o.pool_slots), 0) FROM task_instance o WHERE o.pool = w.name AND o.state IN ${OCCUPYING})
     ), ready AS MATERIALIZED (
       SELECT of_pool.* FROM open CROSS JOIN LATERAL (
         SELECT t.id, t.pool, t.pool_slots AS slots, t.priority_weight AS weight, open.slots >= 0 AS limited
         FROM task_instance t WHERE t.run_id = $1 AND t.pool = open.name AND ${READY}
           AND (open.slots < 0 OR t.pool_slots <= open.slots)
         ORDER BY t.priority_weight DESC, t.id LIMIT (SELECT places FROM free)
       ) of_pool
     ), locked AS MATERIALIZED (
       SELECT pg_advisory_xact_lock(hashtextextended('gwanje:pool:' || named.pool, 0)) AS done
       FROM (SELECT DISTINCT pool FROM ready WHERE limited ORDER BY pool) named
     )
     SELECT coalesce(low.unfinished, run.unfinished) AS unfinished, free.places, r.id, r.pool, r.slots, r.weight, r.limited
     FROM dag_run run CROSS JOIN free LEFT JOIN low ON true LEFT JOIN ready r ON (SELECT count(done) FROM locked) >= 0
     WHERE run.id = $1
     ORDER BY r.weight DESC, r.id`,
    [run.id, by, run.maxActiveTasks],
  );
  return {
    unfinished: rows[0]?.unfinished ?? 0,
    places: rows[0]?.places ?? 0,
    ready: rows.flatMap((row) => (row.id === null ? [] : [row])),
  };
}

export type NewAttempt = Ready & { attemptId: string };
export type InsertedAttempt = { attemptId: string; queue: string; priority: number };

/**
 * Queues attempts of one run while it has places and their pools have room, in the order given; answers those that were.
 * Room is kept for what is more important in other runs, and for a larger task of the same importance in an older run, which
 * small ones would keep out for ever: the scheduler's next round takes it. A pool that got its limit, or is gone, since the
 * locks were taken is left to that round too.
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
     ), boxed AS (
       INSERT INTO task_outbox (attempt_id, queue, priority) SELECT current_attempt_id, queue, priority_weight FROM queued
     )
     SELECT current_attempt_id::text AS "attemptId", queue, priority_weight AS priority FROM queued
     ORDER BY priority_weight DESC, id`,
    [JSON.stringify(attempts.map((attempt, place) => ({ ...attempt, place }))), runId, places],
  );
}

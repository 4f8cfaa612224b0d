import type { Sql } from "@/lib/platform/db";
import { OCCUPYING } from "./states";

/** Who may go next: under the limit of the run, then under the slots of the pools. */

export type Ready = { id: string; pool: string; slots: number };

/**
 * Lowers the count of unfinished tasks and answers what may be queued under the run's own limit, the most important
 * first; waiting retries whose time has come count too. Takes the locks of the limited pools among them, always in one
 * order: until the commit nobody else counts their slots.
 */
export async function lowerAndFindReady(
  sql: Sql,
  run: { id: string; maxActiveTasks: number },
  by: number,
): Promise<{ unfinished: number; ready: Ready[] }> {
  const rows = await sql.hot<{ unfinished: number } & (Ready | { id: null })>(
    `WITH low AS (
       UPDATE dag_run SET unfinished = unfinished - $2::int WHERE id = $1 AND $2::int > 0 RETURNING unfinished
     ), ready AS MATERIALIZED (
       SELECT id, pool, pool_slots, priority_weight FROM task_instance
       WHERE run_id = $1 AND pending_upstream = 0 AND upstream_failed + upstream_skipped = 0 AND kind <> 'empty'
         AND (state = 'none' OR (state = 'up_for_retry' AND eligible_at <= now()))
       ORDER BY priority_weight DESC, id
       LIMIT greatest($3::int - (SELECT count(*) FROM task_instance
         WHERE run_id = $1 AND state IN ${OCCUPYING}), 0)
     ), locked AS MATERIALIZED (
       SELECT pg_advisory_xact_lock(hashtextextended('gwanje:pool:' || named.name, 0)) AS done
       FROM (SELECT name FROM pool WHERE slots >= 0 AND name IN (SELECT pool FROM ready) ORDER BY name) named
     )
     SELECT coalesce(low.unfinished, run.unfinished) AS unfinished, r.id, r.pool, r.pool_slots AS slots
     FROM dag_run run LEFT JOIN low ON true LEFT JOIN ready r ON (SELECT count(done) FROM locked) >= 0
     WHERE run.id = $1
     ORDER BY r.priority_weight DESC, r.id`,
    [run.id, by, run.maxActiveTasks],
  );
  return {
    unfinished: rows[0]?.unfinished ?? 0,
    ready: rows.flatMap((row) => (row.id === null ? [] : [{ id: row.id, pool: row.pool, slots: row.slots }])),
  };
}

export type NewAttempt = Ready & { attemptId: string };
export type InsertedAttempt = { attemptId: string; queue: string; priority: number };

/**
 * Queues attempts of one run while their pools have room, in the order given; answers those that were. Room is left for
 * what other runs could start now and is more important: the scheduler's next round takes it. What alone is larger than
 * the room left is passed over, so that it does not hold up the others for ever.
 */
export async function insertAttempts(
  sql: Sql,
  runId: string,
  attempts: readonly NewAttempt[],
): Promise<InsertedAttempt[]> {
  return sql.hot<InsertedAttempt>(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("attemptId" uuid, id text, pool text, slots int, place int)
     ), room AS (
       SELECT p.name, p.slots - coalesce((SELECT sum(t.pool_slots) FROM task_instance t
         WHERE t.pool = p.name AND t.state IN ${OCCUPYING}), 0) AS slots
       FROM pool p WHERE p.slots >= 0 AND p.name IN (SELECT pool FROM given)
     ), ahead AS (
       SELECT room.name AS pool, w.priority_weight, w.pool_slots FROM room CROSS JOIN LATERAL (
         SELECT * FROM (
           SELECT t.pool, t.pool_slots, t.priority_weight,
             row_number() OVER (PARTITION BY t.run_id ORDER BY t.priority_weight DESC, t.id) AS place,
             r.max_active_tasks - (SELECT count(*) FROM task_instance o
               WHERE o.run_id = r.id AND o.state IN ${OCCUPYING}) AS allowed
           FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id JOIN task_instance t ON t.run_id = r.id
           WHERE r.state = 'running' AND r.reason IS NULL AND NOT d.is_paused AND r.id <> $2
             AND t.pending_upstream = 0 AND t.kind <> 'empty' AND t.upstream_failed + t.upstream_skipped = 0
             AND (t.state = 'none' OR (t.state = 'up_for_retry' AND t.eligible_at <= now()))
             AND t.priority_weight > (SELECT min(o.priority_weight) FROM task_instance o JOIN given g ON g.id = o.id)
         ) ready
         WHERE ready.pool = room.name AND ready.place <= ready.allowed AND ready.pool_slots <= room.slots
         LIMIT 10000
       ) w
     ), taken AS (
       SELECT fits."attemptId", fits.id FROM (
         SELECT g."attemptId", g.id, room.slots AS room,
           sum(g.slots) OVER (PARTITION BY g.pool ORDER BY g.place) + coalesce((SELECT sum(a.pool_slots) FROM ahead a
             WHERE a.pool = g.pool AND a.priority_weight > t.priority_weight), 0) AS upto
         FROM given g JOIN task_instance t ON t.id = g.id LEFT JOIN room ON room.name = g.pool
         WHERE room.slots IS NULL OR g.slots <= room.slots
       ) fits WHERE fits.room IS NULL OR fits.upto <= fits.room
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
    [JSON.stringify(attempts.map((attempt, place) => ({ ...attempt, place }))), runId],
  );
}

import type { Sql } from "@/lib/platform/db";
import { OCCUPYING, READY, type Ready } from "@/lib/tasks";

/**
 * Admission. A run queues its most important tasks first, within its own limit; a pool serves the most important tasks
 * of all runs. Two rules prevent starvation. A pool without room is left out before the run's places are given away.
 * Slots are reserved for a more important task that does not fit yet, unless it is larger than the whole pool.
 *
 * Lock order: the run, then the limited pools by name. The cost is index probes: one for each pool here; in
 * insertAttempts one for each running run, and only when less than half of a pool would be left, or less than its
 * largest waiting task needs.
 */

/**
 * Lowers the count of unfinished tasks and returns how many tasks may be queued, with candidates in order of
 * importance. Each pool with room has as many candidates as the run has places, because tasks of other runs may take
 * its room. Locks the limited pools among them: until the commit no other transaction counts their slots.
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

import type { Sql } from "@/lib/platform/db";
import { JUDGED, OCCUPYING, READY } from "@/lib/tasks";

/** The scheduler's queries of each round: runs that may start, go on, or must end by now. */

/**
 * Queued runs that may start: live runs within the pipeline's limit, runs of a backfill within its own. `mayStart`
 * checks again under a lock.
 */
export async function startableRuns(sql: Sql, dagId: string): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH active AS (
       SELECT backfill_id, count(*)::int AS running FROM dag_run
       WHERE dag_id = $1 AND state = 'running' GROUP BY backfill_id
     ), waiting AS (
       SELECT r.id, r.backfill_id, coalesce(b.max_active_runs, d.max_active_runs) AS allowed,
         row_number() OVER (PARTITION BY r.backfill_id ORDER BY
           CASE WHEN b.run_backwards THEN r.logical_date END DESC, r.logical_date, r.id) AS place
       FROM dag d JOIN dag_run r ON r.dag_id = d.dag_id LEFT JOIN backfill b ON b.id = r.backfill_id
       WHERE d.dag_id = $1 AND NOT d.is_paused AND r.state = 'queued' AND r.run_after <= now()
         AND (b.id IS NULL OR b.state <> 'paused')
     )
     SELECT w.id FROM waiting w LEFT JOIN active a ON a.backfill_id IS NOT DISTINCT FROM w.backfill_id
     WHERE w.place <= w.allowed - coalesce(a.running, 0) ORDER BY w.place LIMIT 100`,
    [dagId],
  );
  return rows.map((row) => row.id);
}

/**
 * Locks the pipeline's row and checks that the run may start: until the commit no other transaction starts runs of the
 * pipeline or pauses a backfill of it. Returns false, too, when the row is locked already.
 */
export async function mayStart(sql: Sql, dagId: string, runId: string): Promise<boolean> {
  const held = await sql.hot(
    "SELECT 1 FROM dag WHERE dag_id = $1 AND NOT is_paused FOR NO KEY UPDATE SKIP LOCKED",
    [dagId],
  );
  if (held.length === 0) return false;
  const rows = await sql.hot(
    `SELECT 1 FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id LEFT JOIN backfill b ON b.id = r.backfill_id
     WHERE r.id = $2 AND r.dag_id = $1 AND r.state = 'queued' AND (b.id IS NULL OR b.state <> 'paused')
       AND coalesce(b.max_active_runs, d.max_active_runs) > (SELECT count(*) FROM dag_run a WHERE a.dag_id = $1
         AND a.state = 'running' AND a.backfill_id IS NOT DISTINCT FROM r.backfill_id)`,
    [dagId, runId],
  );
  return rows.length > 0;
}

/** Pipelines with a queued run and room under its limit, the longest waiting first. */
export async function dagsWithQueuedRuns(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH waiting AS (
       SELECT dag_id, backfill_id, min(id) AS oldest FROM dag_run
       WHERE state = 'queued' AND run_after <= now() GROUP BY dag_id, backfill_id
     ), active AS (
       SELECT dag_id, backfill_id, count(*) AS runs FROM dag_run WHERE state = 'running' GROUP BY dag_id, backfill_id
     )
     SELECT w.dag_id AS id FROM waiting w JOIN dag d ON d.dag_id = w.dag_id LEFT JOIN backfill b ON b.id = w.backfill_id
       LEFT JOIN active a ON a.dag_id = w.dag_id AND a.backfill_id IS NOT DISTINCT FROM w.backfill_id
     WHERE NOT d.is_paused AND (b.id IS NULL OR b.state <> 'paused')
       AND coalesce(a.runs, 0) < coalesce(b.max_active_runs, d.max_active_runs)
     GROUP BY w.dag_id ORDER BY min(w.oldest)`,
  );
  return rows.map((row) => row.id);
}

/**
 * Running runs that can move now, the most important first. They have a ready task (or a due retry) with a place in its
 * run and room in its pool after more important tasks, or one that the engine ends itself. Runs that can only wait are
 * left out, or a few hundred of them would hide the others.
 */
export async function runsWithReadyTasks(sql: Sql, without: readonly string[] = []): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH room AS MATERIALIZED (
       SELECT p.name, p.slots AS total, CASE WHEN p.slots >= 0 THEN p.slots - coalesce(u.used, 0) END AS free
       FROM pool p LEFT JOIN (SELECT pool, sum(pool_slots) AS used FROM task_instance WHERE state IN ${OCCUPYING} GROUP BY pool) u
         ON u.pool = p.name
     ), run AS MATERIALIZED (
       SELECT r.id, r.max_active_tasks - (SELECT count(*) FROM task_instance o
         WHERE o.run_id = r.id AND o.state IN ${OCCUPYING}) AS places
       FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id
       WHERE r.state = 'running' AND r.reason IS NULL AND NOT d.is_paused AND r.id <> ALL($1::text[])
     ), ready AS (
       SELECT run.id AS run_id, t.id, t.pool, t.pool_slots, t.priority_weight, run.places, room.free,
         row_number() OVER (PARTITION BY run.id, t.pool ORDER BY t.priority_weight DESC, t.id) AS place
       FROM run JOIN task_instance t ON t.run_id = run.id AND ${READY} JOIN room ON room.name = t.pool
       WHERE run.places > 0 AND (room.free IS NULL OR (room.free > 0 AND t.pool_slots <= room.total))
     ), ahead AS (
       SELECT run_id, priority_weight, free, sum(pool_slots) OVER (PARTITION BY pool
         ORDER BY priority_weight DESC, run_id, id) AS upto FROM ready WHERE place <= places
     ), found AS (
       SELECT run_id AS id, priority_weight FROM ahead WHERE free IS NULL OR upto <= free
       UNION ALL
       SELECT run.id, t.priority_weight FROM run JOIN task_instance t ON t.run_id = run.id AND ${JUDGED}
     )
     SELECT id FROM found GROUP BY id ORDER BY max(priority_weight) DESC, id LIMIT 500`,
    [without],
  );
  return rows.map((row) => row.id);
}

export async function runsPastTimeout(sql: Sql, without: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT id FROM dag_run WHERE state = 'running' AND reason IS NULL AND timeout_at <= now() AND id <> ALL($1::text[])
     ORDER BY timeout_at LIMIT 100`,
    [without],
  );
  return rows.map((row) => row.id);
}

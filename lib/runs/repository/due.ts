import type { Sql } from "@/lib/platform/db";

/** What the scheduler looks for in each round: what may begin, go on, or must end by now. */

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

/** Pipelines of which a queued run may start: there is room under its limit. The longest waiting first. */
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

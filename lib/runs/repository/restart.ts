import type { Sql } from "@/lib/platform/db";

/** Terminal runs among these go back to the queue as part of a backfill; answers which did. */
export async function requeueRuns(
  sql: Sql,
  to: {
    runIds: readonly string[];
    backfillId: string;
    versionId: string;
    params: Record<string, unknown>;
    unfinished: number;
    maxActiveTasks: number;
  },
): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH held AS (
       SELECT id FROM dag_run WHERE id = ANY($1::text[]) AND state NOT IN ('queued', 'running') ORDER BY id FOR UPDATE
     )
     UPDATE dag_run r SET state = 'queued', backfill_id = $2, dag_version_id = $3, params = $4::jsonb,
       unfinished = $5::int, max_active_tasks = $6::int, clear_number = r.clear_number + 1, reason = NULL,
       timeout_at = NULL, queued_at = now(), started_at = NULL, finished_at = NULL
     FROM held WHERE r.id = held.id RETURNING r.id`,
    [to.runIds, to.backfillId, to.versionId, JSON.stringify(to.params), to.unfinished, to.maxActiveTasks],
  );
  return rows.map((row) => row.id);
}

export async function dropTasksBut(
  sql: Sql,
  runIds: readonly string[],
  taskIds: readonly string[],
): Promise<void> {
  await sql.rows("DELETE FROM task_instance WHERE run_id = ANY($1::text[]) AND task_id <> ALL($2::text[])", [
    runIds,
    taskIds,
  ]);
}

/** As a new run has them, but try numbers go on: an attempt's number is never used twice. */
export async function resetOrInsertTasks(sql: Sql, tasks: readonly Record<string, unknown>[]): Promise<void> {
  await sql.rows(
    `INSERT INTO task_instance (id, run_id, dag_id, task_id, kind, max_tries, pending_upstream, upstream, downstream,
       queue, pool, pool_slots, priority_weight)
     SELECT id, run_id, dag_id, task_id, kind, max_tries, cardinality(upstream), upstream, downstream, queue, pool,
       pool_slots, priority_weight
     FROM jsonb_to_recordset($1::jsonb) AS g(id text, run_id text, dag_id text, task_id text, kind text, max_tries int,
       upstream text[], downstream text[], queue text, pool text, pool_slots int, priority_weight int)
     ON CONFLICT (run_id, task_id, map_index) DO UPDATE SET state = 'none', current_attempt_id = NULL,
       infra_retries = 0, planned_retries = 0, avoid_worker_id = NULL, result = NULL, eligible_at = NULL, queued_at = NULL, started_at = NULL, finished_at = NULL,
       max_tries = task_instance.try_number + EXCLUDED.max_tries, kind = EXCLUDED.kind,
       pending_upstream = EXCLUDED.pending_upstream, upstream_failed = 0, upstream_skipped = 0,
       upstream = EXCLUDED.upstream, downstream = EXCLUDED.downstream, queue = EXCLUDED.queue, pool = EXCLUDED.pool,
       pool_slots = EXCLUDED.pool_slots, priority_weight = EXCLUDED.priority_weight`,
    [JSON.stringify(tasks)],
  );
}

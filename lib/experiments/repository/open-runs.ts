import type { Sql } from "@/lib/platform/db";
import { CLOSED_TAG } from "../values";
import { OPEN, TOLD } from "./runs";

/**
 * Holds open runs of tasks whose attempt seems to be over. What a client writes to at this moment is skipped: the next
 * round looks again.
 */
export async function lockLeftOpen(sql: Sql, most: number): Promise<string[]> {
  const rows = await sql.rows<{ runId: string }>(
    `SELECT r.run_id::text AS "runId" FROM experiment_run r
     WHERE r.status IN ${OPEN} AND r.held_by_attempt_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM task_attempt a WHERE a.id = r.held_by_attempt_id AND a.state IN ('queued', 'running'))
     ORDER BY r.run_id LIMIT $1::int FOR NO KEY UPDATE OF r SKIP LOCKED`,
    [most],
  );
  return rows.map(({ runId }) => runId);
}

/**
 * Closes what is held, as its attempt ended and when it did. Looks at the attempts again: one may have begun, and have
 * taken the run up, after the statement that locked began. Returns how many were closed.
 */
export async function closeLeftOpen(sql: Sql, runIds: readonly string[]): Promise<number> {
  const rows = await sql.rows(
    `WITH over AS (
       SELECT r.run_id, COALESCE(a.state, 'gone') || COALESCE(': ' || a.error_code, '') AS how,
         CASE WHEN a.state IN ('success', 'skipped') THEN 'FINISHED' WHEN a.state = 'cancelled' THEN 'KILLED' ELSE 'FAILED' END AS status,
         (extract(epoch FROM COALESCE(a.finished_at, now())) * 1000)::bigint AS ended
       FROM experiment_run r LEFT JOIN task_attempt a ON a.id = r.held_by_attempt_id
       WHERE r.run_id = ANY($1::uuid[]) AND (a.id IS NULL OR a.state NOT IN ('queued', 'running'))
     ), r AS (
       UPDATE experiment_run r SET status = o.status, end_time = greatest(o.ended, r.start_time) FROM over o
       WHERE r.run_id = o.run_id RETURNING r.run_id, r.experiment_id, o.how
     ), tagged AS (
       INSERT INTO run_tag (run_id, experiment_id, key, value) SELECT run_id, experiment_id, $2, how FROM r
       ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value
     ), told AS (${TOLD})
     SELECT run_id FROM r`,
    [runIds, CLOSED_TAG],
  );
  return rows.length;
}

import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import { ENDED } from "@/lib/tasks";

/** Statements that run an ended run again and keep its past round. */

/** Keeps the present round of ended runs as a past one. Active runs are skipped. */
export async function keepPast(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows(
    `INSERT INTO dag_run_past (run_id, clear_number, dag_version_id, params, backfill_id, state, reason, ended_by,
       started_at, finished_at)
     SELECT id, clear_number, dag_version_id, params, backfill_id, state, reason, ended_by, started_at,
       finished_at
     FROM dag_run WHERE id = ANY($1::text[]) AND state NOT IN ('queued', 'running')`,
    [runIds],
  );
}

export type EndedRun = { id: string; versionId: string; params: Record<string, unknown> };

/** Locks the ended ones of these runs. */
export async function lockEnded(sql: Sql, runIds: readonly string[]): Promise<EndedRun[]> {
  return sql.rows<EndedRun>(
    `SELECT id, dag_version_id AS "versionId", params FROM dag_run
     WHERE id = ANY($1::text[]) AND state NOT IN ('queued', 'running') ORDER BY id FOR UPDATE`,
    [runIds],
  );
}

export type Moved = { id: string; params: Record<string, unknown> };

/** Moves locked runs to a version and, if given, to a backfill. */
export async function moveRuns(
  sql: Sql,
  runs: readonly Moved[],
  to: { versionId: string; maxActiveTasks: number; backfillId: string | null },
): Promise<void> {
  await sql.rows(
    `UPDATE dag_run r SET dag_version_id = $2, max_active_tasks = $3::int, params = g.params,
       backfill_id = coalesce($4, r.backfill_id)
     FROM jsonb_to_recordset($1::jsonb) AS g(id text, params jsonb) WHERE r.id = g.id`,
    [JSON.stringify(runs), to.versionId, to.maxActiveTasks, to.backfillId],
  );
}

/** Queues ended runs again, leaves running ones running, and recounts their unfinished tasks. */
export async function reopenRuns(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows(
    `WITH reopened AS (
     UPDATE dag_run r SET reason = NULL, ended_by = NULL, clear_number = clear_number + 1, finished_at = NULL,
       timeout_at = CASE WHEN r.state = 'running'
         THEN now() + (v.spec->>'dagrun_timeout_ms')::float8 * interval '1 millisecond' END,
       state = CASE WHEN r.state = 'running' THEN r.state ELSE 'queued' END,
       queued_at = CASE WHEN r.state = 'running' THEN queued_at ELSE now() END,
       started_at = CASE WHEN r.state = 'running' THEN started_at END,
       unfinished = (SELECT count(*)::int FROM task_instance t WHERE t.run_id = r.id AND t.state NOT IN ${ENDED})
     FROM dag_version v WHERE r.id = ANY($1::text[]) AND v.id = r.dag_version_id RETURNING r.id, r.dag_id
     )
     ${recording("run", { id: "id", dag: "dag_id", run: "id" }, "reopened")}`,
    [runIds],
  );
}

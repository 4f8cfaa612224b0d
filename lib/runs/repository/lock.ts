import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";

export type LockedRun = {
  id: string;
  dagId: string;
  state: string;
  reason: string | null;
  maxActiveTasks: number;
  isPaused: boolean;
};

const LOCKED = `r.id, r.dag_id AS "dagId", r.state, r.reason, r.max_active_tasks AS "maxActiveTasks",
  d.is_paused AS "isPaused"`;

/** Every transition of a run and its tasks happens under this lock, which keeps the counters exact. */
export async function lockRun(sql: Sql, runId: string): Promise<LockedRun | undefined> {
  const [run] = await sql.hot<LockedRun>(
    `SELECT ${LOCKED} FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id WHERE r.id = $1 FOR NO KEY UPDATE OF r`,
    [runId],
  );
  return run;
}

/** Locks the run of an attempt. */
export async function lockRunOf(sql: Sql, attemptId: string): Promise<LockedRun | undefined> {
  const [run] = await sql.hot<LockedRun>(
    `SELECT ${LOCKED} FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id
     WHERE r.id = (SELECT run_id FROM task_attempt WHERE id = $1::uuid) FOR NO KEY UPDATE OF r`,
    [attemptId],
  );
  return run;
}

/** Marks a queued run running and locks it; undefined when it is not queued any more. */
export async function startRun(sql: Sql, runId: string): Promise<LockedRun | undefined> {
  const [run] = await sql.hot<LockedRun>(
    `WITH started AS (
       UPDATE dag_run r SET state = 'running', started_at = now(), finished_at = NULL,
         first_started_at = coalesce(r.first_started_at, now()),
         timeout_at = now() + (v.spec->>'dagrun_timeout_ms')::float8 * interval '1 millisecond'
       FROM dag_version v, dag d WHERE r.id = $1 AND r.state = 'queued' AND v.id = r.dag_version_id AND d.dag_id = r.dag_id
       RETURNING ${LOCKED}
     ), told AS (
       ${recording("run", { id: "id", dag: '"dagId"', run: "id" }, "started")}
     )
     SELECT * FROM started`,
    [runId],
  );
  return run;
}

export async function lowerUnfinished(sql: Sql, runId: string, by: number): Promise<number> {
  const [row] = await sql.hot<{ unfinished: number }>(
    "UPDATE dag_run SET unfinished = unfinished - $2::int WHERE id = $1 RETURNING unfinished",
    [runId, by],
  );
  return row?.unfinished ?? 0;
}

export async function leafStates(sql: Sql, runId: string): Promise<string[]> {
  const rows = await sql.hot<{ state: string }>(
    "SELECT DISTINCT state FROM task_instance WHERE run_id = $1 AND downstream = '{}' AND state <> 'removed'",
    [runId],
  );
  return rows.map((row) => row.state);
}

export async function closeRun(sql: Sql, runId: string, state: string): Promise<void> {
  await sql.hot(
    `WITH closed AS (UPDATE dag_run SET state = $2, finished_at = now() WHERE id = $1 RETURNING id, dag_id)
     ${recording("run", { id: "id", dag: "dag_id", run: "id" }, "closed")}`,
    [runId, state],
  );
}

export async function writeMark(sql: Sql, runId: string, state: string, by: string): Promise<void> {
  await sql.rows(
    `WITH marked AS (UPDATE dag_run SET state = $2, reason = 'marked', ended_by = $3 WHERE id = $1 RETURNING id, dag_id)
     ${recording("run", { id: "id", dag: "dag_id", run: "id" }, "marked")}`,
    [runId, state, by],
  );
}

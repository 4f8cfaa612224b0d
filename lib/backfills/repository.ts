import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import type { ExistingRun } from "./plan";

export type BackfillDag = {
  dagId: string;
  cron: string | null;
  timeZone: string;
  isPaused: boolean;
  maxActiveRuns: number;
};

/**
 * `hold` locks the pipeline's row: runs are started and intervals created only under this lock. Schedulers skip a
 * locked row, other backfills wait. Finds the name in either Unicode form.
 */
export async function getDag(sql: Sql, dagId: string, hold: boolean): Promise<BackfillDag> {
  const [dag] = await sql.rows<BackfillDag>(
    `SELECT dag_id AS "dagId", schedule_cron AS cron, coalesce(schedule_time_zone, 'UTC') AS "timeZone",
       is_paused AS "isPaused", max_active_runs AS "maxActiveRuns"
     FROM dag WHERE dag_id IN ($1, normalize($1::text, NFC)) ORDER BY dag_id = $1 DESC LIMIT 1 ${hold ? "FOR NO KEY UPDATE" : ""}`,
    [dagId],
  );
  if (!dag) throw new NotFoundError("pipeline", dagId);
  return dag;
}

/** Planning ten thousand intervals exceeds the idle limit of the hot pool. No hop waits for this transaction. */
export async function thinkLonger(sql: Sql): Promise<void> {
  await sql.rows("SET LOCAL idle_in_transaction_session_timeout = '15s'");
}

/** The database's clock decides whether an interval has ended. */
export async function databaseTime(sql: Sql): Promise<Date> {
  const [row] = await sql.hot<{ now: Date }>("SELECT now() AS now");
  if (!row) throw new Error("The database did not tell the time");
  return row.now;
}

export async function existingRuns(sql: Sql, dagId: string, from: Date, to: Date): Promise<ExistingRun[]> {
  return sql.rows<ExistingRun>(
    `SELECT id, run_key AS "runKey", state, logical_date AS "logicalDate" FROM dag_run
     WHERE dag_id = $1 AND logical_date >= $2::timestamptz AND logical_date < $3::timestamptz`,
    [dagId, from.toISOString(), to.toISOString()],
  );
}

export type NewBackfill = {
  id: string;
  dagId: string;
  from: Date;
  to: Date;
  reprocess: string;
  maxActiveRuns: number;
  runBackwards: boolean;
  params: unknown;
  createdBy: string;
};

export async function insertBackfill(sql: Sql, made: NewBackfill): Promise<void> {
  await sql.rows(
    `INSERT INTO backfill (id, dag_id, from_date, to_date, reprocess, max_active_runs, run_backwards, params, state,
       created_by, total_runs)
     VALUES ($1, $2, $3::timestamptz, $4::timestamptz, $5, $6::int, $7::boolean, $8::jsonb, 'running', $9, 0)`,
    [
      made.id,
      made.dagId,
      made.from.toISOString(),
      made.to.toISOString(),
      made.reprocess,
      made.maxActiveRuns,
      made.runBackwards,
      made.params === null ? null : JSON.stringify(made.params),
      made.createdBy,
    ],
  );
}

export async function writeTotal(sql: Sql, id: string, total: number): Promise<void> {
  await sql.rows("UPDATE backfill SET total_runs = $2::int WHERE id = $1", [id, total]);
}

export async function lockBackfill(sql: Sql, id: string): Promise<{ dagId: string; state: string }> {
  const [row] = await sql.rows<{ dagId: string; state: string }>(
    `SELECT dag_id AS "dagId", state FROM backfill WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!row) throw new NotFoundError("backfill", id);
  return row;
}

export async function dagOfBackfill(sql: Sql, id: string): Promise<string> {
  const [row] = await sql.rows<{ dagId: string }>(`SELECT dag_id AS "dagId" FROM backfill WHERE id = $1`, [
    id,
  ]);
  if (!row) throw new NotFoundError("backfill", id);
  return row.dagId;
}

export async function writeState(sql: Sql, id: string, state: string): Promise<void> {
  await sql.rows(
    `UPDATE backfill SET state = $2, finished_at = CASE WHEN $2 IN ('cancelled', 'completed') THEN now() END
     WHERE id = $1`,
    [id, state],
  );
}

export async function runningRuns(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    "SELECT id FROM dag_run WHERE backfill_id = $1 AND state = 'running' ORDER BY id",
    [id],
  );
  return rows.map((row) => row.id);
}

/** Its runs by state. A run that a later backfill ran again counts as it was before. */
const COUNTS = `(SELECT jsonb_build_object(
    'queued', count(*) FILTER (WHERE own.state = 'queued'), 'running', count(*) FILTER (WHERE own.state = 'running'),
    'success', count(*) FILTER (WHERE own.state = 'success'), 'failed', count(*) FILTER (WHERE own.state = 'failed'),
    'cancelled', count(*) FILTER (WHERE own.state = 'cancelled'))
  FROM (SELECT r.state FROM dag_run r WHERE r.backfill_id = b.id
    UNION ALL (SELECT DISTINCT ON (p.run_id) p.state FROM dag_run_past p JOIN dag_run r ON r.id = p.run_id
      WHERE p.backfill_id = b.id AND r.backfill_id IS DISTINCT FROM b.id
      ORDER BY p.run_id, p.clear_number DESC)) own)`;

/** Later backfills that ran its runs again: for each run, the first one after the last round of this backfill. */
const RERUN_BY = `(SELECT coalesce(jsonb_agg(jsonb_build_object('backfill_id', later.id, 'runs', later.runs) ORDER BY later.id), '[]')
  FROM (SELECT next.id, count(DISTINCT p.run_id)::int AS runs
    FROM dag_run_past p JOIN dag_run r ON r.id = p.run_id CROSS JOIN LATERAL (
      SELECT coalesce((SELECT q.backfill_id FROM dag_run_past q WHERE q.run_id = p.run_id
        AND q.clear_number > p.clear_number ORDER BY q.clear_number LIMIT 1), r.backfill_id) AS id) next
    WHERE p.backfill_id = b.id AND next.id <> b.id GROUP BY next.id) later)`;

/** Completes backfills whose last run has ended, stores their outcome, and returns their ids. */
export async function completeDone(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH done AS (
     UPDATE backfill b SET state = CASE b.state WHEN 'running' THEN 'completed' ELSE b.state END,
       finished_at = coalesce(b.finished_at, now()), outcome = ${COUNTS}
     WHERE b.state <> 'paused' AND b.outcome IS NULL AND NOT EXISTS (
       SELECT 1 FROM dag_run r WHERE r.backfill_id = b.id AND r.state IN ('queued', 'running'))
     RETURNING b.id, b.dag_id
     ), told AS (
       ${recording("backfill", { id: "id", dag: "dag_id" }, "done")}
     )
     SELECT id FROM done`,
  );
  return rows.map(({ id }) => id);
}

export async function backfillRows(
  sql: Sql,
  filter: { dagId: string | null; id: string | null; before: string | null },
  take: number,
): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT b.id, b.dag_id, b.from_date, b.to_date, b.reprocess, b.max_active_runs, b.run_backwards, b.params, b.state,
       b.created_by, b.total_runs, b.created_at, b.finished_at, coalesce(b.outcome, ${COUNTS}) AS counts,
       ${RERUN_BY} AS rerun_by
     FROM backfill b
     WHERE ($1::text IS NULL OR b.dag_id = $1) AND ($2::text IS NULL OR b.id = $2)
       AND ($3::text IS NULL OR b.id < $3)
     ORDER BY b.id DESC LIMIT $4::int`,
    [filter.dagId, filter.id, filter.before, take],
  );
}

/** Ended backfills without runs. */
export async function deleteEmptyBackfills(sql: Sql, days: number): Promise<number> {
  const rows = await sql.rows(
    `WITH gone AS (
       DELETE FROM backfill b WHERE b.state NOT IN ('running', 'paused')
         AND b.finished_at < now() - $1::int * interval '1 day'
         AND NOT EXISTS (SELECT 1 FROM dag_run r WHERE r.backfill_id = b.id)
         AND NOT EXISTS (SELECT 1 FROM dag_run_past p WHERE p.backfill_id = b.id) RETURNING b.id, b.dag_id
     ), told AS (
       ${recording("backfill", { id: "id", dag: "dag_id" }, "gone")}
     )
     SELECT 1 FROM gone`,
    [days],
  );
  return rows.length;
}

/** The backfills of exactly these days. Delete their runs first. */
export async function deleteBackfillsOf(sql: Sql, dagId: string, from: string, to: string): Promise<void> {
  await sql.rows(
    `WITH gone AS (
       DELETE FROM backfill WHERE dag_id = $1 AND from_date = $2::timestamptz AND to_date = $3::timestamptz
       RETURNING id, dag_id
     )
     ${recording("backfill", { id: "id", dag: "dag_id" }, "gone")}`,
    [dagId, from, to],
  );
}

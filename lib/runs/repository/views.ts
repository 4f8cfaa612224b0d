import type { Sql } from "@/lib/platform/db";

/** What pages and the API show of runs: plain rows, under the names of the reply. */

const RUN_COLUMNS = `r.id, r.dag_id, r.dag_version_id, v.number AS version, r.run_key, r.run_type, r.state, r.reason,
  r.logical_date, r.data_interval_start, r.data_interval_end, r.params, r.triggered_by, r.note, r.backfill_id,
  r.queued_at, r.started_at, r.finished_at`;

export async function runRows(
  sql: Sql,
  filter: {
    dagId: string | null;
    state: string | null;
    runType: string | null;
    backfillId: string | null;
    version: number | null;
    id: string | null;
    before: string | null;
  },
  take: number,
): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT ${RUN_COLUMNS} FROM dag_run r JOIN dag_version v ON v.id = r.dag_version_id
     WHERE ($1::text IS NULL OR r.dag_id = $1) AND ($2::text IS NULL OR r.state = $2)
       AND ($3::text IS NULL OR r.run_type = $3) AND ($4::text IS NULL OR r.backfill_id = $4)
       AND ($5::text IS NULL OR r.id = $5) AND ($6::text IS NULL OR r.id < $6)
       AND ($7::int IS NULL OR v.number = $7)
     ORDER BY r.id DESC LIMIT $8::int`,
    [
      filter.dagId,
      filter.state,
      filter.runType,
      filter.backfillId,
      filter.id,
      filter.before,
      filter.version,
      take,
    ],
  );
}

export async function taskRows(sql: Sql, runId: string): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT t.id, t.task_id, t.state, t.try_number, t.max_tries, t.queue, t.pool, t.eligible_at,
       t.current_attempt_id::text AS current_attempt_id, t.result, t.queued_at, t.started_at, t.finished_at
     FROM task_instance t WHERE t.run_id = $1 ORDER BY t.id`,
    [runId],
  );
}

export async function attemptRows(sql: Sql, runId: string): Promise<Record<string, unknown>[]> {
  return sql.rows(
    `SELECT a.id::text AS id, a.task_instance_id, a.number, a.state, a.worker_id, a.kill_reason, a.queued_at,
       a.started_at, a.finished_at, a.exit_code, a.signal, a.error_code, a.error_detail, a.usage, a.log_lines,
       a.log_bytes::float8 AS log_bytes
     FROM task_attempt a WHERE a.run_id = $1 ORDER BY a.number, a.id`,
    [runId],
  );
}

export async function gridCells(
  sql: Sql,
  runIds: readonly string[],
): Promise<
  {
    runId: string;
    taskIds: string[];
    ids: string[];
    states: string[];
    tries: number[];
    durations: (number | null)[];
  }[]
> {
  return sql.rows(
    // As JSON: the client's own reader of arrays takes a third longer for all.
    `SELECT run_id AS "runId", to_json(array_agg(task_id ORDER BY id)) AS "taskIds",
       to_json(array_agg(id ORDER BY id)) AS ids, to_json(array_agg(state ORDER BY id)) AS states,
       to_json(array_agg(try_number ORDER BY id)) AS tries,
       to_json(array_agg(extract(epoch FROM (finished_at - started_at)) * 1000 ORDER BY id)::float8[]) AS durations
     FROM task_instance WHERE run_id = ANY($1::text[]) GROUP BY run_id`,
    [runIds],
  );
}

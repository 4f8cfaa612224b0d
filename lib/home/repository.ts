import type { Sql } from "@/lib/platform/db";
import type { StateCount } from "./buckets";

type NamedRow = {
  run_key: string;
  run_type: string;
  logical_date: Date | null;
  data_interval_start: Date | null;
  data_interval_end: Date | null;
  time_zone: string | null;
};

export type RunRow = NamedRow & {
  id: string;
  dag_id: string;
  state: string;
  queued_at: Date;
  started_at: Date | null;
  first_started_at: Date | null;
  finished_at: Date | null;
  ran_before_ms: number;
};

/** By first start, or since when a run waits: as lists of runs filter, so that a count is the length of its list. */
const BEGAN = "coalesce(first_started_at, queued_at)";

export async function countRuns(sql: Sql, start: Date, end: Date, stepMs: number): Promise<StateCount[]> {
  return sql.rows<StateCount>(
    `SELECT floor(extract(epoch FROM ${BEGAN}) * 1000 / $3)::float8 AS bucket, state, count(*)::int AS count
       FROM dag_run WHERE ${BEGAN} >= $1 AND ${BEGAN} < $2 GROUP BY 1, 2`,
    [start, end, stepMs],
  );
}

export function recentRuns(sql: Sql, limit: number): Promise<RunRow[]> {
  return sql.rows<RunRow>(
    `SELECT r.id, r.dag_id, r.run_key, r.run_type, r.state, r.logical_date, r.data_interval_start, r.data_interval_end,
            d.schedule_time_zone AS time_zone, r.queued_at, r.started_at, r.first_started_at, r.finished_at,
            (SELECT coalesce(sum(date_part('epoch', p.finished_at - p.started_at) * 1000), 0)::float8
               FROM dag_run_past p WHERE p.run_id = r.id) AS ran_before_ms
       FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id ORDER BY r.id DESC LIMIT $1`,
    [limit],
  );
}

export type FailingRow = NamedRow & {
  dag_id: string;
  id: string;
  finished_at: Date | null;
  task_id: string | null;
  code: string | null;
  detail: string | null;
  exit_code: number | null;
};

/** Pipelines whose last finished run failed, and the first task that did. */
export function failingPipelines(sql: Sql, limit: number): Promise<FailingRow[]> {
  return sql.rows<FailingRow>(
    `SELECT d.dag_id, r.id, r.run_key, r.run_type, r.logical_date, r.data_interval_start, r.data_interval_end,
            d.schedule_time_zone AS time_zone, r.finished_at, t.task_id, t.code, t.detail, t.exit_code
       FROM dag d
      CROSS JOIN LATERAL (
        SELECT id, run_key, run_type, logical_date, data_interval_start, data_interval_end, state, finished_at FROM dag_run
         WHERE dag_id = d.dag_id AND state IN ('success', 'failed') ORDER BY id DESC LIMIT 1) r
       LEFT JOIN LATERAL (
        SELECT i.task_id, a.error_code AS code, left(a.error_detail, 500) AS detail, a.exit_code
          FROM task_instance i LEFT JOIN task_attempt a ON a.id = i.current_attempt_id
         WHERE i.run_id = r.id AND i.state = 'failed' ORDER BY i.finished_at, i.id LIMIT 1) t ON true
      WHERE r.state = 'failed' AND d.stale_at IS NULL
      ORDER BY r.finished_at DESC NULLS LAST LIMIT $1`,
    [limit],
  );
}

export type NextRow = {
  dag_id: string;
  next_run_at: Date;
  schedule_cron: string | null;
  schedule_time_zone: string | null;
};

export function nextRuns(sql: Sql, limit: number): Promise<NextRow[]> {
  return sql.rows<NextRow>(
    `SELECT dag_id, next_run_at, schedule_cron, schedule_time_zone FROM dag
      WHERE next_run_at IS NOT NULL AND NOT is_paused AND stale_at IS NULL
      ORDER BY next_run_at LIMIT $1`,
    [limit],
  );
}

export type Facts = {
  total: number;
  paused: number;
  finished: number;
  import_errors: number;
  run_succeeded: boolean;
  token_created: boolean;
  teammate_invited: boolean;
};

export async function facts(sql: Sql): Promise<Facts> {
  const [row] = await sql.rows<Facts>(
    `SELECT (SELECT count(*)::int FROM dag WHERE stale_at IS NULL) AS total,
            (SELECT count(*)::int FROM dag WHERE stale_at IS NULL AND is_paused) AS paused,
            (SELECT count(*)::int FROM dag d WHERE stale_at IS NULL AND EXISTS (
              SELECT 1 FROM dag_run WHERE dag_id = d.dag_id AND state IN ('success', 'failed'))) AS finished,
            (SELECT count(*)::int FROM import_error) AS import_errors,
            EXISTS (SELECT 1 FROM dag_run WHERE state = 'success') AS run_succeeded,
            EXISTS (SELECT 1 FROM api_token) AS token_created,
            (EXISTS (SELECT 1 FROM invite) OR (SELECT count(*) FROM user_account) > 1) AS teammate_invited`,
  );
  if (!row) throw new Error("a SELECT without FROM answered no row");
  return row;
}

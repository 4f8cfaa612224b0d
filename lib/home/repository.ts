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

/** Those that have begun, so that a backfill that waits does not hide them. */
export function recentRuns(sql: Sql, limit: number): Promise<RunRow[]> {
  return sql.rows<RunRow>(
    `SELECT r.id, r.dag_id, r.run_key, r.run_type, r.state, r.logical_date, r.data_interval_start, r.data_interval_end,
            d.schedule_time_zone AS time_zone, r.queued_at, r.started_at, r.first_started_at, r.finished_at,
            (SELECT coalesce(sum(date_part('epoch', p.finished_at - p.started_at) * 1000), 0)::float8
               FROM dag_run_past p WHERE p.run_id = r.id) AS ran_before_ms
       FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id WHERE r.state <> 'queued'
      ORDER BY coalesce(r.first_started_at, r.queued_at) DESC, r.id DESC LIMIT $1`,
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

export type WorkerHealth = {
  live: number;
  /** Task tries that are queued. */
  waiting: number;
  /** Silent since the last hour, on machines without a live worker. */
  lost: { id: string; host: string; stopped_at: Date }[];
};

export async function workerHealth(sql: Sql, limit: number): Promise<WorkerHealth> {
  const [counts, lost] = await Promise.all([
    sql.rows<{ live: number; waiting: number }>(
      `SELECT (SELECT count(*)::int FROM worker WHERE stopped_at IS NULL) AS live,
              (SELECT count(*)::int FROM task_attempt WHERE state = 'queued') AS waiting`,
    ),
    sql.rows<WorkerHealth["lost"][number]>(
      `SELECT w.id, w.host, w.stopped_at FROM worker w
        WHERE w.stop_reason = 'heartbeat_lost' AND w.stopped_at > now() - interval '1 hour'
          AND NOT EXISTS (SELECT 1 FROM worker o WHERE o.host = w.host AND o.stopped_at IS NULL)
        ORDER BY w.stopped_at DESC LIMIT $1`,
      [limit],
    ),
  ]);
  return { live: counts[0]?.live ?? 0, waiting: counts[0]?.waiting ?? 0, lost };
}

export type ImportErrorRow = {
  file_path: string;
  message: string;
  reason: { code: string; values: Record<string, string | number> } | null;
  created_at: Date;
};

export function importErrors(sql: Sql, limit: number): Promise<ImportErrorRow[]> {
  return sql.rows<ImportErrorRow>(
    "SELECT file_path, message, reason, created_at FROM import_error ORDER BY created_at DESC LIMIT $1",
    [limit],
  );
}

/** The scheduler looks every second; after this long a run that is due is late. */
const LATE_MINUTES = 5;

/** Schedules that cannot be followed, and those whose next run is late (`due_at`). */
export function badSchedules(sql: Sql, limit: number): Promise<{ dag_id: string; due_at: Date | null }[]> {
  return sql.rows(
    `SELECT dag_id, CASE WHEN schedule_error IS NULL THEN next_run_at END AS due_at FROM dag
      WHERE NOT is_paused AND stale_at IS NULL AND schedule_cron IS NOT NULL
        AND (schedule_error IS NOT NULL OR next_run_at < now() - $1::int * interval '1 minute')
      ORDER BY next_run_at NULLS FIRST LIMIT $2`,
    [LATE_MINUTES, limit],
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

/** Ships with the product. */
const SAMPLE = "flights/pipeline.ts";

export type Facts = {
  total: number;
  paused: number;
  finished: number;
  workers: number;
  /** One of their own. */
  pipeline_loaded: boolean;
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
            (SELECT count(*)::int FROM worker WHERE stopped_at IS NULL) AS workers,
            EXISTS (SELECT 1 FROM dag WHERE stale_at IS NULL AND file_path IS DISTINCT FROM $1) AS pipeline_loaded,
            EXISTS (SELECT 1 FROM dag_run WHERE state = 'success') AS run_succeeded,
            EXISTS (SELECT 1 FROM api_token) AS token_created,
            (EXISTS (SELECT 1 FROM invite) OR (SELECT count(*) FROM user_account) > 1) AS teammate_invited`,
    [SAMPLE],
  );
  if (!row) throw new Error("a SELECT without FROM answered no row");
  return row;
}

export function datesOf(row: Pick<RunRow, "logical_date" | "data_interval_start" | "data_interval_end">) {
  return {
    logical_date: iso(row.logical_date),
    data_interval_start: iso(row.data_interval_start),
    data_interval_end: iso(row.data_interval_end),
  };
}

export function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

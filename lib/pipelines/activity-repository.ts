import type { Sql } from "@/lib/platform/db";

const LAST_RUNS = 14;
/** The success rate is that of so many ended runs. */
const RATED_RUNS = 30;

export type ActivityRun = {
  id: string;
  run_key: string;
  run_type: string;
  state: string;
  logical_date: string | null;
  data_interval_start: string | null;
  data_interval_end: string | null;
  finished_at: string | null;
  ran_ms: number | null;
};
export type Activity = {
  last_runs: ActivityRun[];
  last_ended: ActivityRun | null;
  running: number;
  queued: number;
  rated: number;
  succeeded: number;
};
export const NO_ACTIVITY: Activity = {
  last_runs: [],
  last_ended: null,
  running: 0,
  queued: 0,
  rated: 0,
  succeeded: 0,
};

/** Of the newest run that succeeded or failed, as on Home; a gone file is no failure. */
export const IS_FAILING = `(dag.stale_at IS NULL AND EXISTS (SELECT 1 FROM (SELECT state FROM dag_run r
  WHERE r.dag_id = dag.dag_id AND r.state IN ('success', 'failed') ORDER BY r.id DESC LIMIT 1) last WHERE state = 'failed'))`;
export const IS_RUNNING =
  "EXISTS (SELECT 1 FROM dag_run r WHERE r.dag_id = dag.dag_id AND r.state = 'running')";

/** A run as a JSON object. The time between the rounds of a run is not running time. */
const AS_RUN = `json_build_object('id', r.id, 'run_key', r.run_key, 'run_type', r.run_type, 'state', r.state,
  'logical_date', r.logical_date, 'data_interval_start', r.data_interval_start, 'data_interval_end', r.data_interval_end,
  'finished_at', r.finished_at,
  'ran_ms', date_part('epoch', r.finished_at - r.started_at) * 1000 + CASE WHEN r.clear_number = 0 THEN 0 ELSE (
     SELECT coalesce(sum(date_part('epoch', p.finished_at - p.started_at) * 1000), 0)
       FROM dag_run_past p WHERE p.run_id = r.id) END)`;

/** The runs and figures of each pipeline, in one statement that reads only the rows it counts. */
export async function activityOf(
  sql: Sql,
  dagIds: readonly string[],
): Promise<ReadonlyMap<string, Activity>> {
  const rows = await sql.rows<Activity & { dag_id: string }>(
    `SELECT d.dag_id, coalesce(newest.runs, '[]') AS last_runs, ended.run AS last_ended,
            now.running, now.queued, coalesce(rate.rated, 0) AS rated, coalesce(rate.succeeded, 0) AS succeeded
       FROM unnest($1::text[]) AS d (dag_id)
      CROSS JOIN LATERAL (
        SELECT json_agg(${AS_RUN} ORDER BY r.id DESC) AS runs FROM (
          SELECT * FROM dag_run WHERE dag_run.dag_id = d.dag_id ORDER BY id DESC LIMIT ${LAST_RUNS}) AS r) AS newest
       LEFT JOIN LATERAL (
        SELECT ${AS_RUN} AS run FROM dag_run r
         WHERE r.dag_id = d.dag_id AND r.state IN ('success', 'failed') ORDER BY r.id DESC LIMIT 1) AS ended ON true
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE state = 'running')::int AS running,
               count(*) FILTER (WHERE state = 'queued')::int AS queued
          FROM dag_run WHERE dag_run.dag_id = d.dag_id AND state IN ('queued', 'running')) AS now
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS rated, count(*) FILTER (WHERE state = 'success')::int AS succeeded FROM (
          SELECT state FROM dag_run WHERE dag_run.dag_id = d.dag_id AND state IN ('success', 'failed')
           ORDER BY id DESC LIMIT ${RATED_RUNS}) AS r) AS rate`,
    [dagIds],
  );
  return new Map(rows.map(({ dag_id, ...activity }) => [dag_id, activity]));
}

export type DagCounts = { all: number; failing: number; running: number; active: number; paused: number };

/** Of all pipelines, whatever a list filters by. */
export async function countDags(sql: Sql): Promise<DagCounts> {
  const [row] = await sql.rows<DagCounts>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE ${IS_FAILING})::int AS failing,
            count(*) FILTER (WHERE ${IS_RUNNING})::int AS running,
            count(*) FILTER (WHERE NOT is_paused)::int AS active, count(*) FILTER (WHERE is_paused)::int AS paused
       FROM dag`,
  );
  if (!row) throw new Error("an aggregate answered no row");
  return row;
}

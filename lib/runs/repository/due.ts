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

export async function dagsWithQueuedRuns(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT DISTINCT r.dag_id AS id FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id
     WHERE r.state = 'queued' AND r.run_after <= now() AND NOT d.is_paused`,
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

export type DueDag = {
  dagId: string;
  cron: string;
  timeZone: string;
  start: Date;
  end: Date | null;
  catchup: boolean;
  nextRunAt: Date | null;
  lastEnd: Date | null;
  versionId: string | null;
  spec: unknown;
  room: number;
};

/** Pipelines whose next run is due or unknown, with room for another; other schedulers skip these rows. */
export async function dueDags(sql: Sql, now: Date): Promise<DueDag[]> {
  return sql.rows<DueDag>(
    `SELECT d.dag_id AS "dagId", d.schedule_cron AS cron, coalesce(d.schedule_time_zone, 'UTC') AS "timeZone",
       coalesce(d.schedule_start, d.created_at) AS start, d.schedule_end AS "end", d.catchup,
       d.next_run_at AS "nextRunAt", v.id AS "versionId", v.spec,
       greatest(d.next_interval_start, (SELECT max(data_interval_end) FROM dag_run r
         WHERE r.dag_id = d.dag_id AND r.run_type = 'scheduled')) AS "lastEnd",
       d.max_active_runs - (SELECT count(*)::int FROM dag_run r WHERE r.dag_id = d.dag_id
         AND r.backfill_id IS NULL AND r.state IN ('queued', 'running')) AS room
     FROM dag d JOIN dag_version v ON v.id = d.head_version_id
     WHERE NOT d.is_paused AND d.stale_at IS NULL AND d.schedule_cron IS NOT NULL
       AND (d.next_run_at IS NULL OR d.next_run_at <= $1::timestamptz)
       AND (d.schedule_end IS NULL OR d.next_interval_start IS NULL OR d.next_interval_start < d.schedule_end)
       AND (d.next_run_at IS NULL OR d.max_active_runs > (SELECT count(*) FROM dag_run r WHERE r.dag_id = d.dag_id
         AND r.backfill_id IS NULL AND r.state IN ('queued', 'running')))
     ORDER BY d.next_run_at NULLS FIRST LIMIT 20 FOR NO KEY UPDATE OF d SKIP LOCKED`,
    [now.toISOString()],
  );
}

export async function writeNextRun(
  sql: Sql,
  dagId: string,
  next: { start: Date; end: Date } | null,
): Promise<void> {
  await sql.rows(
    `UPDATE dag SET next_interval_start = coalesce($2::timestamptz, schedule_end), next_interval_end = $3::timestamptz,
       next_run_at = $3::timestamptz WHERE dag_id = $1`,
    [dagId, next?.start.toISOString() ?? null, next?.end.toISOString() ?? null],
  );
}

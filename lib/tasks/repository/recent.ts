import type { Sql } from "@/lib/platform/db";

/** What is counted costs this at most, however many tasks run: their newest attempts, of a day. */
const NEWEST = 50_000;

/** An attempt's id begins with the milliseconds of its making, so its key is an index by time. */
const RECENT = `(SELECT * FROM task_attempt
  WHERE id >= (lpad(to_hex((extract(epoch FROM now() - interval '1 day') * 1000)::bigint), 12, '0') || '7000'
    || repeat('0', 16))::uuid ORDER BY id DESC LIMIT ${NEWEST}) a`;
const OF_LAST_HOUR = "a.finished_at > now() - interval '1 hour'";

export type Ended = { workerId: string; queue: string; done: number; failed: number };

/** Attempts that ended in the last hour, by worker and queue. */
export function countEnded(sql: Sql): Promise<Ended[]> {
  return sql.rows<Ended>(
    `SELECT coalesce(a.worker_id, '') AS "workerId", a.queue,
       count(*) FILTER (WHERE a.state IN ('success', 'skipped'))::int AS done,
       count(*) FILTER (WHERE a.state IN ('failed', 'lost'))::int AS failed
     FROM ${RECENT} WHERE ${OF_LAST_HOUR} GROUP BY 1, 2`,
  );
}

export type KindRow = {
  kind: string;
  done: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
  longestMs: number | null;
  waitP95Ms: number | null;
};

/** Attempts that ended within a day, by the kind of their task: how many failed, and how long they ran and waited. */
export function countKinds(sql: Sql): Promise<KindRow[]> {
  const ran = "extract(epoch FROM a.finished_at - a.started_at) * 1000";
  const waited = "extract(epoch FROM a.started_at - a.queued_at) * 1000";
  return sql.rows<KindRow>(
    `SELECT t.kind, count(*) FILTER (WHERE a.state IN ('success', 'skipped'))::int AS done,
       count(*) FILTER (WHERE a.state IN ('failed', 'lost'))::int AS failed,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY ${ran})::float8 AS "p50Ms",
       percentile_cont(0.95) WITHIN GROUP (ORDER BY ${ran})::float8 AS "p95Ms",
       max(${ran})::float8 AS "longestMs",
       percentile_cont(0.95) WITHIN GROUP (ORDER BY ${waited})::float8 AS "waitP95Ms"
     FROM ${RECENT} JOIN task_instance t ON t.id = a.task_instance_id
     WHERE a.finished_at IS NOT NULL AND a.started_at IS NOT NULL GROUP BY t.kind ORDER BY count(*) DESC, t.kind`,
  );
}

export type WorkersAttempt = {
  id: string;
  dagId: string;
  runId: string;
  taskId: string;
  number: number;
  state: string;
  errorCode: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** What a worker took last, of the newest attempts. */
export function findAttemptsOf(sql: Sql, workerId: string, limit: number): Promise<WorkersAttempt[]> {
  return sql.rows<WorkersAttempt>(
    `SELECT a.id::text AS id, a.dag_id AS "dagId", a.run_id AS "runId", a.task_id AS "taskId", a.number, a.state,
       a.error_code AS "errorCode", a.started_at AS "startedAt", a.finished_at AS "finishedAt"
     FROM ${RECENT} WHERE a.worker_id = $1 ORDER BY a.id DESC LIMIT $2::int`,
    [workerId, limit],
  );
}

import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import type { WorkerInfo, WorkerOrder } from "../types";

export async function insertWorker(sql: Sql, worker: WorkerInfo): Promise<void> {
  await sql.rows(
    `WITH begun AS (
     INSERT INTO worker (id, host, pid, queues, concurrency, isolation, isolation_gaps, version, started_at,
       last_heartbeat_at)
     VALUES ($1, $2, $3::int, $4::text[], $5::int, $6, $7::text[], $8, now(), now())
     ON CONFLICT (id) DO UPDATE SET host = excluded.host, pid = excluded.pid, queues = excluded.queues,
       concurrency = excluded.concurrency, isolation = excluded.isolation, isolation_gaps = excluded.isolation_gaps,
       version = excluded.version, started_at = now(), last_heartbeat_at = now(),
       stopped_at = NULL, stop_reason = NULL, draining_at = NULL, stopping_at = NULL RETURNING id
     )
     ${recording("worker", { id: "id" }, "begun")}`,
    [
      ...[worker.id, worker.host, worker.pid, worker.queues, worker.concurrency],
      ...[worker.isolation ?? null, worker.isolationGaps ?? [], worker.version ?? null],
    ],
  );
}

export async function endWorker(sql: Sql, workerId: string, reason: string): Promise<void> {
  await sql.rows(
    `WITH ended AS (UPDATE worker SET stopped_at = now(), stop_reason = $2 WHERE id = $1 RETURNING id)
     ${recording("worker", { id: "id" }, "ended")}`,
    [workerId, reason],
  );
}

export async function buryWorkers(sql: Sql, silentMs: number): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH buried AS (
       UPDATE worker SET stopped_at = now(), stop_reason = 'heartbeat_lost'
       WHERE stopped_at IS NULL AND last_heartbeat_at < now() - $1::int * interval '1 millisecond' RETURNING id
     ), told AS (
       ${recording("worker", { id: "id" }, "buried")}
     )
     SELECT id FROM buried`,
    [silentMs],
  );
  return rows.map((row) => row.id);
}

export type WorkerRow = WorkerInfo & {
  startedAt: Date;
  lastHeartbeatAt: Date;
  stoppedAt: Date | null;
  stopReason: string | null;
  drainingAt: Date | null;
  stoppingAt: Date | null;
  attempts: { id: string; dag_id: string; run_id: string; task_id: string; started_at: string | null }[];
};

/** At most this many stopped workers of the last day are returned; live ones all are. */
const STOPPED_SHOWN = 200;

/** Live workers first, each group with the newest first; or the one with this id. */
export async function workerRows(
  sql: Sql,
  id: string | null = null,
): Promise<(WorkerRow & { stopped: number })[]> {
  return sql.rows(
    `SELECT w.id, w.host, w.pid, w.queues, w.concurrency, w.started_at AS "startedAt",
       w.last_heartbeat_at AS "lastHeartbeatAt", w.stopped_at AS "stoppedAt", w.stop_reason AS "stopReason",
       w.draining_at AS "drainingAt", w.stopping_at AS "stoppingAt", w.version, w.isolation, w.isolation_gaps AS "isolationGaps",
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'dag_id', a.dag_id, 'run_id', a.run_id,
           'task_id', a.task_id, 'started_at', a.started_at) ORDER BY a.started_at)
         FROM task_attempt a WHERE a.worker_id = w.id AND a.state = 'running'), '[]'::jsonb) AS attempts, w.stopped
     FROM (
       SELECT *, count(stopped_at) OVER ()::int AS stopped,
         row_number() OVER (PARTITION BY stopped_at IS NULL ORDER BY started_at DESC, id) AS place
       FROM worker WHERE ($1::text IS NULL OR id = $1)
         AND (stopped_at IS NULL OR $1::text IS NOT NULL OR stopped_at > now() - interval '1 day')
     ) w WHERE w.stopped_at IS NULL OR w.place <= ${STOPPED_SHOWN}
     ORDER BY w.stopped_at IS NOT NULL, w.started_at DESC, w.id`,
    [id],
  );
}

export type QueueRow = {
  name: string;
  queued: number;
  running: number;
  oldestQueuedAt: Date | null;
  workers: number;
  dagIds: string[];
};

/** Counted in Postgres, because Redis only wakes workers. One branch a state, to match the partial indexes. */
export async function queueRows(sql: Sql): Promise<QueueRow[]> {
  return sql.rows<QueueRow>(
    `WITH live AS (
       SELECT queue, dag_id, count(*) FILTER (WHERE state = 'queued') AS queued,
         count(*) FILTER (WHERE state = 'running') AS running,
         min(queued_at) FILTER (WHERE state = 'queued') AS oldest
       FROM (
         SELECT queue, dag_id, state, queued_at FROM task_attempt WHERE state = 'queued' UNION ALL
         SELECT queue, dag_id, state, queued_at FROM task_attempt WHERE state = 'running'
       ) active GROUP BY queue, dag_id
     ), listening AS (
       SELECT unnest(queues) AS queue, count(*) AS workers FROM worker WHERE stopped_at IS NULL GROUP BY 1
     )
     SELECT name, coalesce(sum(l.queued), 0)::int AS queued, coalesce(sum(l.running), 0)::int AS running,
       min(l.oldest) AS "oldestQueuedAt",
       coalesce((SELECT workers FROM listening w WHERE w.queue = name), 0)::int AS workers,
       coalesce((array_agg(l.dag_id ORDER BY l.queued DESC, l.dag_id) FILTER (WHERE l.queued > 0))[1:5], '{}') AS "dagIds"
     FROM (SELECT queue AS name FROM live UNION SELECT queue FROM listening) q LEFT JOIN live l ON l.queue = name
     GROUP BY name ORDER BY queued DESC, name`,
  );
}

export async function deleteStoppedWorkers(sql: Sql, days: number): Promise<number> {
  const rows = await sql.rows(
    `DELETE FROM worker w WHERE w.stopped_at < now() - $1::int * interval '1 day'
       AND NOT EXISTS (SELECT 1 FROM task_attempt a WHERE a.worker_id = w.id AND a.state = 'running') RETURNING 1`,
    [days],
  );
  return rows.length;
}

/** False when there is no such worker that runs. */
export async function orderWorker(sql: Sql, workerId: string, order: WorkerOrder): Promise<boolean> {
  const rows = await sql.rows(
    `WITH told AS (
       UPDATE worker SET draining_at = CASE WHEN $2 = 'work' THEN NULL ELSE coalesce(draining_at, now()) END,
         stopping_at = CASE WHEN $2 = 'stop' THEN coalesce(stopping_at, now()) END
       WHERE id = $1 AND stopped_at IS NULL RETURNING id
     ), said AS (
       ${recording("worker", { id: "id" }, "told")}
     )
     SELECT id FROM told`,
    [workerId, order],
  );
  return rows.length > 0;
}

export async function readOrder(sql: Sql, workerId: string): Promise<WorkerOrder> {
  const [row] = await sql.rows<{ order: WorkerOrder }>(
    `SELECT CASE WHEN stopping_at IS NOT NULL THEN 'stop' WHEN draining_at IS NOT NULL THEN 'drain' ELSE 'work' END AS order
     FROM worker WHERE id = $1`,
    [workerId],
  );
  return row?.order ?? "work";
}

export type Sample = { cpu: number; memoryBytes: number; running: number };

/** Of the minute that it is now. Those of the day before go. */
export async function writeSample(sql: Sql, workerId: string, sample: Sample): Promise<void> {
  await sql.rows(
    `WITH old AS (DELETE FROM worker_sample WHERE worker_id = $1 AND minute < now() - interval '1 day')
     INSERT INTO worker_sample (worker_id, minute, cpu, memory_bytes, running)
     SELECT id, date_trunc('minute', now()), $2::float8, $3::bigint, $4::int FROM worker WHERE id = $1
     ON CONFLICT (worker_id, minute) DO UPDATE
       SET cpu = excluded.cpu, memory_bytes = excluded.memory_bytes, running = excluded.running`,
    [workerId, sample.cpu, sample.memoryBytes, sample.running],
  );
}

export type SampleRow = Sample & { workerId: string; minute: Date };

/** Of the last hour, the oldest first. */
export function findSamples(sql: Sql, workerIds: readonly string[]): Promise<SampleRow[]> {
  return sql.rows<SampleRow>(
    `SELECT worker_id AS "workerId", minute, cpu, memory_bytes::float8 AS "memoryBytes", running FROM worker_sample
     WHERE worker_id = ANY($1::text[]) AND minute > now() - interval '1 hour' ORDER BY worker_id, minute`,
    [workerIds],
  );
}

import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import type { WorkerInfo } from "../types";

export async function insertWorker(sql: Sql, worker: WorkerInfo): Promise<void> {
  await sql.rows(
    `WITH begun AS (
     INSERT INTO worker (id, host, pid, queues, concurrency, isolation, isolation_gaps, started_at, last_heartbeat_at)
     VALUES ($1, $2, $3::int, $4::text[], $5::int, $6, $7::text[], now(), now())
     ON CONFLICT (id) DO UPDATE SET host = excluded.host, pid = excluded.pid, queues = excluded.queues,
       concurrency = excluded.concurrency, isolation = excluded.isolation, isolation_gaps = excluded.isolation_gaps, started_at = now(), last_heartbeat_at = now(),
       stopped_at = NULL, stop_reason = NULL, draining_at = NULL RETURNING id
     )
     ${recording("worker", { id: "id" }, "begun")}`,
    [
      ...[worker.id, worker.host, worker.pid, worker.queues, worker.concurrency],
      ...[worker.isolation ?? null, worker.isolationGaps ?? []],
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
  attempts: { id: string; dag_id: string; run_id: string; task_id: string; started_at: string | null }[];
};

/** At most this many stopped workers of the last day are returned; live ones all are. */
const STOPPED_SHOWN = 200;

/** Live workers first, each group with the newest first. */
export async function workerRows(sql: Sql): Promise<(WorkerRow & { stopped: number })[]> {
  return sql.rows(
    `SELECT w.id, w.host, w.pid, w.queues, w.concurrency, w.started_at AS "startedAt",
       w.last_heartbeat_at AS "lastHeartbeatAt", w.stopped_at AS "stoppedAt", w.stop_reason AS "stopReason",
       w.isolation, w.isolation_gaps AS "isolationGaps",
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'dag_id', a.dag_id, 'run_id', a.run_id,
           'task_id', a.task_id, 'started_at', a.started_at) ORDER BY a.started_at)
         FROM task_attempt a WHERE a.worker_id = w.id AND a.state = 'running'), '[]'::jsonb) AS attempts, w.stopped
     FROM (
       SELECT *, count(stopped_at) OVER ()::int AS stopped,
         row_number() OVER (PARTITION BY stopped_at IS NULL ORDER BY started_at DESC, id) AS place
       FROM worker WHERE stopped_at IS NULL OR stopped_at > now() - interval '1 day'
     ) w WHERE w.stopped_at IS NULL OR w.place <= ${STOPPED_SHOWN}
     ORDER BY w.stopped_at IS NOT NULL, w.started_at DESC, w.id`,
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

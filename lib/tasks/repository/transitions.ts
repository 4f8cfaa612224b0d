import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import { BADLY, ENDED, JUDGED, OCCUPYING, WAITING } from "./states";

/**
 * The statements by which tasks end, few and prepared: each is a round trip on the way from one task to the next. The caller
 * holds the lock of the run, so a count that one statement returns is still true for the next. Each records its events itself.
 */

/** A waiting task without open upstream tasks, and how those ended. */
export type Released = { id: string; taskId: string; kind: string; failed: number; skipped: number };

const RELEASED = `t.id, t.task_id AS "taskId", t.kind, t.upstream_failed AS failed, t.upstream_skipped AS skipped`;

export type FinishedAttempt = {
  attemptId: string;
  /** Null: of any worker, provided that the lease has expired. */
  workerId: string | null;
  attemptState: string;
  taskState: string;
  /** Delay before the next try; null when the task has ended. */
  retryInMs: number | null;
  /** Which count a lost try adds to; null for the author's retries. */
  lostTo: "infra" | "planned" | null;
  /** Prefer another machine for the next try. */
  avoidWorker: boolean;
  /** New state of a task that was cleared while it ran, whatever its process returned. */
  restartTo: "none" | "cancelled";
  exitCode: number | null;
  signal: string | null;
  errorCode: string | null;
  errorDetail: string | null;
  result: unknown;
  usage: unknown;
  logLines: number;
  logBytes: number;
};

export type Finished = {
  /** Tasks that waited only for this one. */
  released: Released[];
  /** The task has ended and will not be retried. */
  ended: boolean;
  /** It was cleared while it ran and waits again. */
  waitsAnew: boolean;
  /** Before this end its pool was full, or had too little room for the largest waiting task. */
  poolWasFull: boolean;
};

/** Compare-and-set on the fencing token. Returns null when the attempt is not this worker's to finish. */
export async function finishAndRelease(sql: Sql, done: FinishedAttempt): Promise<Finished | null> {
  const rows = await sql.hot<Omit<Finished, "released"> & { released: Released | null }>(
    `WITH ended AS (
       UPDATE task_attempt a SET state = $3, exit_code = $4::int, signal = $5, error_code = $6, error_detail = $7,
         result = $8::jsonb, usage = $9::jsonb, log_lines = greatest(log_lines, $10::int),
         log_bytes = greatest(log_bytes, $11::bigint), finished_at = now(), lease_until = NULL
       FROM task_instance t
       WHERE a.id = $1::uuid AND a.state = 'running' AND t.id = a.task_instance_id AND t.current_attempt_id = a.id
         AND CASE WHEN $2::text IS NULL THEN a.lease_until < now() ELSE a.worker_id = $2 END
       RETURNING a.task_instance_id, a.worker_id, t.state = 'restarting' AS cleared
     ), end_of AS (
       SELECT task_instance_id, cleared, CASE WHEN cleared THEN $16 ELSE $12 END AS state,
         CASE WHEN NOT cleared THEN $13::float8 END AS wait_ms, CASE WHEN NOT cleared THEN $14::text END AS lost_to,
         CASE WHEN $15::boolean AND NOT cleared THEN worker_id END AS avoid
       FROM ended
     ), task AS (
       UPDATE task_instance t SET state = e.state, result = CASE WHEN NOT e.cleared THEN $8::jsonb END,
         finished_at = CASE WHEN e.state IN ${ENDED} THEN now() END,
         eligible_at = date_trunc('milliseconds', now()) + e.wait_ms * interval '1 millisecond',
         infra_retries = t.infra_retries + (e.lost_to IS NOT DISTINCT FROM 'infra')::int,
         planned_retries = t.planned_retries + (e.lost_to IS NOT DISTINCT FROM 'planned')::int,
         avoid_worker_id = e.avoid,
         current_attempt_id = CASE WHEN e.state <> 'none' THEN t.current_attempt_id END,
         queued_at = CASE WHEN e.state <> 'none' THEN t.queued_at END,
         started_at = CASE WHEN e.state <> 'none' THEN t.started_at END
       FROM end_of e WHERE t.id = e.task_instance_id
       RETURNING t.id, t.run_id, t.dag_id, t.task_id, t.downstream, t.pool, t.state
     ), told AS (
       ${recording("task", { id: "id", dag: "dag_id", run: "run_id", task: "task_id", attempt: "$1" }, "task")}
     ), freed AS (
       UPDATE task_instance t SET pending_upstream = t.pending_upstream - 1,
         upstream_failed = t.upstream_failed + (task.state IN ${BADLY})::int,
         upstream_skipped = t.upstream_skipped + (task.state = 'skipped')::int
       FROM task WHERE task.state IN ${ENDED} AND t.run_id = task.run_id AND t.task_id = ANY(task.downstream)
         AND t.state NOT IN ${ENDED} AND t.pending_upstream > 0
       RETURNING t.*
     )
     SELECT coalesce((SELECT p.slots - (SELECT coalesce(sum(o.pool_slots), 0) FROM task_instance o
         WHERE o.pool = p.name AND o.state IN ${OCCUPYING}) < coalesce((SELECT max(w.pool_slots) FROM task_instance w
         WHERE w.pool = p.name AND w.pool_slots > 1 AND w.pool_slots <= p.slots AND w.pending_upstream = 0
           AND w.state IN ${WAITING}), 1)
       FROM pool p WHERE p.name = task.pool AND p.slots >= 0), false) AS "poolWasFull",
       task.state IN ${ENDED} AS ended, task.state = 'none' AS "waitsAnew",
       (SELECT to_jsonb(one) FROM (SELECT ${RELEASED} WHERE t.id IS NOT NULL) one) AS released
     FROM task LEFT JOIN freed t ON t.pending_upstream = 0 AND t.state IN ${WAITING}`,
    [
      done.attemptId,
      done.workerId,
      done.attemptState,
      done.exitCode,
      done.signal,
      done.errorCode,
      done.errorDetail,
      json(done.result),
      json(done.usage),
      done.logLines,
      done.logBytes,
      done.taskState,
      done.retryInMs,
      done.lostTo ?? "",
      done.avoidWorker,
      done.restartTo,
    ],
  );
  const [first] = rows;
  if (!first) return null;
  return { ...first, released: rows.flatMap(({ released }) => released ?? []) };
}

/** A task that the engine ends without a worker. An empty task that succeeds gets an attempt. */
export type EngineEnd = {
  id: string;
  state: "success" | "skipped" | "upstream_failed";
  attemptId: string | null;
};

/** Ends waiting tasks, lowers the counts of those below, and returns what has no open upstream task left. */
export async function endAndRelease(
  sql: Sql,
  runId: string,
  ends: readonly EngineEnd[],
): Promise<Released[]> {
  return sql.hot<Released>(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS g(id text, state text, "attemptId" uuid)
     ), done AS (
       UPDATE task_instance t SET state = g.state, finished_at = now(), eligible_at = NULL,
         try_number = t.try_number + (g."attemptId" IS NOT NULL)::int,
         current_attempt_id = coalesce(g."attemptId", t.current_attempt_id),
         queued_at = CASE WHEN g."attemptId" IS NULL THEN t.queued_at ELSE now() END,
         started_at = CASE WHEN g."attemptId" IS NULL THEN t.started_at ELSE now() END
       FROM given g WHERE t.id = g.id AND t.state IN ${WAITING}
       RETURNING t.*
     ), made AS (
       INSERT INTO task_attempt (id, task_instance_id, run_id, dag_id, task_id, number, clear_number, state, queue,
         queued_at, started_at, finished_at)
       SELECT d.current_attempt_id, d.id, d.run_id, d.dag_id, d.task_id, d.try_number,
         (SELECT clear_number FROM dag_run WHERE id = $1), 'success', d.queue, now(), now(), now()
       FROM done d JOIN given g ON g.id = d.id AND g."attemptId" IS NOT NULL
     ), told AS (
       ${recording("task", { id: "d.id", dag: "d.dag_id", run: "d.run_id", task: "d.task_id", attempt: 'g."attemptId"' }, "done d JOIN given g ON g.id = d.id")}
     ), edges AS (
       SELECT below.task_id, count(*)::int AS ended, (count(*) FILTER (WHERE done.state IN ${BADLY}))::int AS failed,
         (count(*) FILTER (WHERE done.state = 'skipped'))::int AS skipped
       FROM done, unnest(done.downstream) AS below(task_id) GROUP BY below.task_id
     ), freed AS (
       UPDATE task_instance t SET pending_upstream = t.pending_upstream - e.ended,
         upstream_failed = t.upstream_failed + e.failed, upstream_skipped = t.upstream_skipped + e.skipped
       FROM edges e WHERE t.run_id = $1 AND t.task_id = e.task_id AND t.state NOT IN ${ENDED} AND t.pending_upstream > 0
       RETURNING t.*
     )
     SELECT ${RELEASED} FROM freed t WHERE t.pending_upstream = 0 AND t.state IN ${WAITING}`,
    [runId, JSON.stringify(ends)],
  );
}

/** Tasks that the engine can end and has not judged yet: at the start of a run, after a pause. */
export async function waitingForJudgement(sql: Sql, runId: string): Promise<Released[]> {
  return sql.hot<Released>(`SELECT ${RELEASED} FROM task_instance t WHERE t.run_id = $1 AND ${JUDGED}`, [
    runId,
  ]);
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

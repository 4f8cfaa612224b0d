import * as z from "zod";
import { poolSql, type Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { hotWrite, read } from "@/lib/verbs";
import { countEnded, countKinds, type Ended, findAttemptsOf } from "./repository/recent";
import { findSamples, orderWorker, queueRows, type SampleRow, workerRows } from "./repository/workers";
import { WorkerId, WorkerOrderInput, type WorkerView } from "./schema";

const Nothing = z.object({});
const RECENT_SHOWN = 200;

/** All live workers and the newest stopped ones, with what they used and ended in the last hour. */
export const listWorkers = read("queues:read", Nothing, async (ctx) => {
  const sql = poolSql(ctx.db.pool);
  const rows = await workerRows(sql);
  const shown = rows.filter((row) => row.stoppedAt !== null).length;
  return { more_stopped: (rows[0]?.stopped ?? 0) - shown, data: await viewsOf(sql, rows) };
});

export const getWorker = read("queues:read", WorkerId, async (ctx, { worker_id: id }) => {
  const sql = poolSql(ctx.db.pool);
  const [view] = await viewsOf(sql, await workerRows(sql, id));
  if (!view) throw new NotFoundError("worker", id);
  const recent = await findAttemptsOf(sql, id, RECENT_SHOWN);
  return {
    ...view,
    recent: recent.map((row) => ({
      id: row.id,
      dag_id: row.dagId,
      run_id: row.runId,
      task_id: row.taskId,
      number: row.number,
      state: row.state,
      error_code: row.errorCode,
      started_at: row.startedAt?.toISOString() ?? null,
      finished_at: row.finishedAt?.toISOString() ?? null,
    })),
  };
});

const ACTIONS = { work: "worker.resume", drain: "worker.drain", stop: "worker.stop" } as const;

/** The worker reads it within seconds. NotFoundError when it does not run. */
export const tellWorker = hotWrite(
  "settings:write",
  WorkerId.extend(WorkerOrderInput.shape),
  async ({ sql, input: { worker_id: id, order }, audit }) => {
    if (!(await orderWorker(sql, id, order))) throw new NotFoundError("worker", id);
    return audit(ACTIONS[order], { target: { type: "worker", id } }, undefined);
  },
);

export const listQueues = read("queues:read", Nothing, async (ctx) => {
  const sql = poolSql(ctx.db.pool);
  const [rows, ended] = await Promise.all([queueRows(sql), countEnded(sql)]);
  return {
    data: rows.map((row) => ({
      name: row.name,
      queued: row.queued,
      running: row.running,
      oldest_queued_at: row.oldestQueuedAt?.toISOString() ?? null,
      workers: row.workers,
      dag_ids: row.dagIds,
      ...sumOf(ended.filter(({ queue }) => queue === row.name)),
    })),
  };
});

export const listTaskKinds = read("queues:read", Nothing, async (ctx) => {
  const rows = await countKinds(poolSql(ctx.db.pool));
  return {
    data: rows.map((row) => ({
      kind: row.kind,
      done: row.done,
      failed: row.failed,
      p50_ms: row.p50Ms,
      p95_ms: row.p95Ms,
      longest_ms: row.longestMs,
      wait_p95_ms: row.waitP95Ms,
    })),
  };
});

async function viewsOf(sql: Sql, rows: Awaited<ReturnType<typeof workerRows>>): Promise<WorkerView[]> {
  const [ended, samples] = await Promise.all([
    countEnded(sql),
    findSamples(
      sql,
      rows.map(({ id }) => id),
    ),
  ]);
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return rows.map((row) => ({
    id: row.id,
    host: row.host,
    pid: row.pid,
    queues: row.queues,
    concurrency: row.concurrency,
    running: row.attempts.length,
    started_at: row.startedAt.toISOString(),
    last_heartbeat_at: row.lastHeartbeatAt.toISOString(),
    stopped_at: iso(row.stoppedAt),
    stop_reason: row.stopReason,
    draining_at: iso(row.drainingAt),
    stopping_at: iso(row.stoppingAt),
    version: row.version ?? null,
    ...sumOf(ended.filter(({ workerId }) => workerId === row.id)),
    samples: samples.filter(({ workerId }) => workerId === row.id).map(sampleView),
    isolation: row.isolation ?? null,
    isolation_gaps: row.isolationGaps ?? [],
    attempts: row.attempts,
  }));
}

function sampleView({ minute, cpu, memoryBytes, running }: SampleRow): WorkerView["samples"][number] {
  return { minute: minute.toISOString(), cpu, memory_bytes: memoryBytes, running };
}

function sumOf(ended: readonly Ended[]): { done: number; failed: number } {
  return {
    done: ended.reduce((sum, { done }) => sum + done, 0),
    failed: ended.reduce((sum, { failed }) => sum + failed, 0),
  };
}

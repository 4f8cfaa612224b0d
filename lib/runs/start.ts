import type pg from "pg";
import { poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { retrying } from "@/lib/platform/retrying";
import type { QueuedAttempt } from "@/lib/tasks";
import { settle } from "./advance";
import { mayStart, startableRuns } from "./repository/due";
import { lockRun, startRun } from "./repository/lock";

type Started = { runs: string[]; enqueue: QueuedAttempt[] };

/**
 * Starts the queued runs of a pipeline that may start. Each has a transaction of its own: none waits for a hundred
 * others to release a pool, and no transaction locks pools for two runs. A run that fails does not stop the others; its
 * error is thrown at the end.
 */
export async function startRuns(pool: pg.Pool, dagId: string): Promise<Started> {
  const started: Started = { runs: [], enqueue: [] };
  const failures: unknown[] = [];
  for (const id of await startableRuns(poolSql(pool), dagId)) {
    try {
      const enqueue = await retrying(() => poolTransaction(pool, (sql) => startNow(sql, dagId, id)));
      if (!enqueue) continue;
      started.runs.push(id);
      started.enqueue.push(...enqueue);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0 && started.runs.length === 0) throw failures[0];
  return started;
}

/**
 * Starts this run if it may start, in the transaction that made or cleared it. Returns null when it is left to the
 * scheduler.
 */
export async function startOwn(sql: Sql, dagId: string, runId: string): Promise<QueuedAttempt[] | null> {
  return (await startableRuns(sql, dagId)).includes(runId) ? startNow(sql, dagId, runId) : null;
}

async function startNow(sql: Sql, dagId: string, runId: string): Promise<QueuedAttempt[] | null> {
  if (!(await mayStart(sql, dagId, runId))) return null;
  const run = await startRun(sql, runId);
  return run ? (await settle(sql, run)).enqueue : null;
}

/** Queues waiting tasks of a running run: due retries, and what a full pool or a pause held up. */
export async function queueReadyOf(sql: Sql, runId: string): Promise<QueuedAttempt[]> {
  const run = await lockRun(sql, runId);
  return run?.state === "running" ? (await settle(sql, run)).enqueue : [];
}

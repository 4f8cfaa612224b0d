import type pg from "pg";
import { poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { retrying } from "@/lib/platform/retrying";
import type { QueuedAttempt } from "@/lib/tasks";
import { settle } from "./advance";
import { mayStart, startableRuns } from "./repository/due";
import { lockRun, startRun } from "./repository/lock";

type Started = { runs: string[]; enqueue: QueuedAttempt[] };

/**
 * Starts what may start of a pipeline. Each run has a transaction of its own, so that nobody waits for a hundred of them for
 * the lock of a pool, and locks of pools are never taken for two runs in two orders. One that cannot be started stops none of
 * the others, and is thrown at the end.
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

/** Starts this run if it is its turn, inside of a transaction that has made or cleared it. Null: it is the scheduler's to start. */
export async function startOwn(sql: Sql, dagId: string, runId: string): Promise<QueuedAttempt[] | null> {
  return (await startableRuns(sql, dagId)).includes(runId) ? startNow(sql, dagId, runId) : null;
}

async function startNow(sql: Sql, dagId: string, runId: string): Promise<QueuedAttempt[] | null> {
  if (!(await mayStart(sql, dagId, runId))) return null;
  const run = await startRun(sql, runId);
  return run ? (await settle(sql, run)).enqueue : null;
}

/** Queues what a running run has waiting: retries whose time has come, what a pool or a pause held up. */
export async function queueReadyOf(sql: Sql, runId: string): Promise<QueuedAttempt[]> {
  const run = await lockRun(sql, runId);
  return run?.state === "running" ? (await settle(sql, run)).enqueue : [];
}

import { completeBackfills } from "@/lib/backfills";
import { nudgeReaders } from "@/lib/events";
import type { Deps } from "@/lib/platform/context";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { retrying } from "@/lib/platform/retrying";
import {
  dagsWithQueuedRuns,
  endRun,
  expireAttempt,
  queueReadyOf,
  runsPastTimeout,
  runsWithReadyTasks,
  startRuns,
} from "@/lib/runs";
import { expiredAttempts } from "@/lib/tasks";
import { forEachIsolated, type Turn } from "./turn";

/** Steps of a round for existing runs. Each queries its items and handles them one by one. */
export type Engine = Pick<Deps, "db" | "redis">;

const itself = (id: string) => id;

export async function startQueuedRuns({ db, redis }: Engine, turn: Turn): Promise<void> {
  await forEachIsolated(turn, await dagsWithQueuedRuns(poolSql(db.pool)), itself, async (dagId) => {
    const { runs } = await startRuns(db.pool, dagId);
    if (runs.length > 0) nudgeReaders(redis);
  });
}

export async function queueWaitingTasks({ db, redis }: Engine, turn: Turn): Promise<void> {
  await forEachIsolated(turn, await runsWithReadyTasks(poolSql(db.pool), turn.held()), itself, async (id) => {
    const queued = await retrying(() => poolTransaction(db.pool, (sql) => queueReadyOf(sql, id)));
    if (queued.length > 0) nudgeReaders(redis);
  });
}

export async function endOverdueRuns({ db, redis }: Engine, turn: Turn): Promise<void> {
  await forEachIsolated(turn, await runsPastTimeout(poolSql(db.pool), turn.held()), itself, async (id) => {
    await retrying(() => poolTransaction(db.pool, (sql) => endRun(sql, id, "timed_out", null)));
    nudgeReaders(redis);
  });
}

export async function endBackfills({ db, redis }: Engine): Promise<void> {
  if ((await completeBackfills(poolSql(db.pool))).length > 0) nudgeReaders(redis);
}

export async function loseExpired({ db, redis }: Engine, turn: Turn): Promise<void> {
  const expired = await expiredAttempts(poolSql(db.pool), turn.held());
  await forEachIsolated(
    turn,
    expired,
    ({ attemptId }) => attemptId,
    async ({ attemptId }) => {
      const { applied } = await expireAttempt(db.pool, attemptId);
      if (applied) nudgeReaders(redis);
    },
  );
}

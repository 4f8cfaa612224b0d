import { completeBackfills } from "@/lib/backfills";
import type { Deps } from "@/lib/platform/context";
import { databaseNow, poolSql, poolTransaction } from "@/lib/platform/db";
import { publishEvent } from "@/lib/platform/events";
import {
  createRuns,
  dagsWithQueuedRuns,
  defaultParams,
  dueDags,
  endRun,
  expireAttempt,
  queueReadyOf,
  type RunSpec,
  retrying,
  runsPastTimeout,
  runsWithReadyTasks,
  startRuns,
  writeNextRun,
} from "@/lib/runs";
import { type Interval, nextInterval } from "@/lib/schedules";
import {
  buryWorkers,
  expiredAttempts,
  LEASE_MS,
  outboxUnclaimed,
  relayOutbox,
  type TaskQueue,
} from "@/lib/tasks";

type Engine = Pick<Deps, "db" | "redis">;
const WORKER_SILENCE_MS = 12_000;

/**
 * One round of everything a scheduler does. Any number may run at once: rows are locked, effects compare and set. A step
 * that fails (Redis is away, a pipeline's schedule cannot be read) keeps none of the others from being done. What is due is
 * judged by the database's clock, never by that of this machine; `at` is for tests of another day.
 */
export async function tick(deps: Engine, queue: TaskQueue, at?: Date): Promise<void> {
  const steps = [
    async () => createDueRuns(deps, at ?? (await databaseNow(deps.db.pool))),
    () => endOverdueRuns(deps),
    () => startQueuedRuns(deps),
    () => queueWaitingTasks(deps),
    () => endBackfills(deps),
    () => loseExpired(deps),
    () => buryWorkers(poolSql(deps.db.pool), WORKER_SILENCE_MS),
    () => handOver(deps, queue),
  ];
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, "Steps failed");
}

/** The cheap half of a tick, for when somebody says that something may start now. */
export async function handOverNow(deps: Engine, queue: TaskQueue): Promise<void> {
  await startQueuedRuns(deps);
  await queueWaitingTasks(deps);
  await relayOutbox(deps.db.pool, queue);
}

/** Makes the runs that are due. A schedule without a next time stops its own pipeline's runs only, and is thrown at the end. */
export async function createDueRuns({ db }: Engine, now: Date): Promise<void> {
  const unreadable: unknown[] = [];
  await poolTransaction(db.pool, async (sql) => {
    for (const dag of await dueDags(sql, now)) {
      let lastEnd = dag.lastEnd;
      let next: Interval | null;
      try {
        next = nextInterval(dag, lastEnd, now);
      } catch (error) {
        unreadable.push(new Error(`The schedule of ${dag.dagId} cannot be followed`, { cause: error }));
        continue;
      }
      for (let room = dag.room; next && next.end <= now && room > 0 && dag.versionId; room--) {
        const due = next;
        await createRuns(sql, { dagId: dag.dagId, versionId: dag.versionId, spec: dag.spec as RunSpec }, [
          {
            runKey: `scheduled__${due.start.toISOString()}`,
            runType: "scheduled",
            logicalDate: due.start,
            interval: due,
            params: defaultParams(dag.spec as RunSpec),
            triggeredBy: null,
            note: null,
            backfillId: null,
          },
        ]);
        lastEnd = due.end;
        next = nextInterval(dag, lastEnd, now);
      }
      await writeNextRun(sql, dag.dagId, next);
    }
  });
  if (unreadable.length > 0) throw unreadable[0];
}

async function startQueuedRuns({ db, redis }: Engine): Promise<void> {
  for (const dagId of await dagsWithQueuedRuns(poolSql(db.pool))) {
    const { runs } = await retrying(() => poolTransaction(db.pool, (sql) => startRuns(sql, dagId)));
    for (const id of runs) publishEvent(redis, { topic: "run", id, dag_id: dagId, run_id: id });
  }
}

async function queueWaitingTasks({ db, redis }: Engine): Promise<void> {
  for (const id of await runsWithReadyTasks(poolSql(db.pool))) {
    const queued = await retrying(() => poolTransaction(db.pool, (sql) => queueReadyOf(sql, id)));
    if (queued.length > 0) publishEvent(redis, { topic: "run", id, run_id: id });
  }
}

async function endOverdueRuns({ db, redis }: Engine): Promise<void> {
  for (const id of await runsPastTimeout(poolSql(db.pool))) {
    await retrying(() => poolTransaction(db.pool, (sql) => endRun(sql, id, "timed_out")));
    publishEvent(redis, { topic: "run", id, run_id: id });
  }
}

async function endBackfills({ db, redis }: Engine): Promise<void> {
  for (const { id, dagId } of await completeBackfills(poolSql(db.pool)))
    publishEvent(redis, { topic: "backfill", id, dag_id: dagId });
}

async function loseExpired({ db, redis }: Engine): Promise<void> {
  for (const { attemptId, runId } of await expiredAttempts(poolSql(db.pool), LEASE_MS)) {
    const { applied } = await expireAttempt(db.pool, attemptId);
    if (applied) publishEvent(redis, { topic: "task", id: attemptId, run_id: runId });
  }
}

/** Redis is away: everything stays in the outbox and the next round tries again. */
async function handOver({ db }: Engine, queue: TaskQueue): Promise<void> {
  const lost = await queue.lostMemory();
  await outboxUnclaimed(poolSql(db.pool), lost);
  await relayOutbox(db.pool, queue);
  if (lost) await queue.markMemory();
}

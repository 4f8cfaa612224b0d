import { databaseNow, poolSql } from "@/lib/platform/db";
import { buryWorkers, LEASE_MS, type TaskQueue } from "@/lib/tasks";
import { makeDueRuns } from "./due-runs";
import { handOver, relayLeft } from "./hand-over";
import {
  type Engine,
  endBackfills,
  endOverdueRuns,
  loseExpired,
  queueWaitingTasks,
  startQueuedRuns,
} from "./steps";
import { createStepRunner, type Step, type Turn } from "./turn";
import { look, mayJudge, type View } from "./view";

const WORKER_SILENCE_MS = 12_000;
/** A step stops taking items after the first limit; the round goes on without it after the second. */
const STEP_LIMITS = { budgetMs: 1_000, limitMs: 15_000 };

export type RoundReport = {
  /** A step left work that could be done at once. */
  more: boolean;
  /** Items that failed and are held back; the others were done. */
  failures: Error[];
  /** Steps that failed as a whole, as when a store is away. */
  broken: Error[];
};

export type Scheduler = {
  /** One round of everything. */
  tick(): Promise<RoundReport>;
  /** Only the steps that start and enqueue; run when another process wakes the scheduler. */
  startNow(): Promise<RoundReport>;
};

/**
 * Any number of schedulers may run at once, because every effect locks its row or compares and sets. A failed step does
 * not stop the others, nor a failed item its step. The database's clock decides what is due; `now` is for tests of
 * another day.
 */
export function createScheduler(
  deps: Engine,
  queue: TaskQueue,
  { now = () => databaseNow(deps.db.pool), leaseMs = LEASE_MS, limits = STEP_LIMITS } = {},
): Scheduler {
  const run = createStepRunner(limits);
  let view: View | null = null;
  let at = new Date(0);
  const starting: Step[] = [
    { name: "starting runs", run: (turn) => startQueuedRuns(deps, turn) },
    { name: "queueing tasks", run: (turn) => queueWaitingTasks(deps, turn) },
  ];
  const all: Step[] = [
    { name: "making due runs", share: 2, run: (turn) => makeDueRuns(deps, at, turn) },
    { name: "ending overdue runs", run: (turn) => endOverdueRuns(deps, turn) },
    ...starting,
    { name: "ending backfills", run: () => endBackfills(deps) },
    { name: "losing expired attempts", run: judge },
    { name: "burying silent workers", run: () => buryWorkers(poolSql(deps.db.pool), WORKER_SILENCE_MS) },
    { name: "handing over", run: (turn) => handOver(deps, queue, turn) },
  ];

  async function judge(turn: Turn): Promise<void> {
    if (mayJudge(view, leaseMs)) await loseExpired(deps, turn);
  }

  async function round(steps: readonly Step[]): Promise<RoundReport> {
    const report: RoundReport = { more: false, failures: [], broken: [] };
    for (const step of steps) {
      // Looks before each step: a round may take seconds, and our own work must not count as a gap.
      try {
        at = await now();
        view = look(view, at);
      } catch (error) {
        view = null;
        report.broken.push(asError(error));
        return report;
      }
      try {
        const { left, failures } = await run(step);
        report.more ||= left;
        report.failures.push(...failures);
      } catch (error) {
        report.broken.push(asError(error));
      }
    }
    return report;
  }

  return {
    tick: () => round(all),
    startNow: () => round([...starting, { name: "relaying", run: (turn) => relayLeft(deps, queue, turn) }]),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

import type { WaitsFor } from "./schema";

/** What is known of a run that has not started. Live runs of a pipeline share one limit, each backfill has its own. */
export type RunFacts = {
  isPaused: boolean;
  backfillId: string | null;
  backfillPaused: boolean;
  /** Its data interval ends then, and it is not started before; null: it may start. */
  notBefore?: Date | null;
  /** Running now under the limit that this run waits for. */
  active: number;
  limit: number;
};

/** What is known of a task of a running run that has not started or waits for its next try. */
export type TaskFacts = {
  state: string;
  isPaused: boolean;
  /** Tasks before it that have not ended. */
  upstream: string[];
  eligibleAt: Date | null;
  /** Tasks of its run that are queued or running, and how many may be. */
  active: number;
  limit: number;
  pool: string;
  needs: number;
  /** Negative: without a limit. */
  slots: number;
  used: number;
  /** What is free waits for a more important task that needs more. */
  kept: boolean;
  queue: string;
  /** Live workers that listen to its queue, how many tasks they take at once and how many they hold. */
  workers: number;
  places: number;
  taken: number;
};

const STARTING: WaitsFor = { reason: "starting" };

/** Why a queued run has not started: the first thing that has to change. */
export function runWaitsFor(run: RunFacts): WaitsFor {
  if (run.isPaused) return { reason: "paused" };
  if (run.backfillId !== null && run.backfillPaused)
    return { reason: "backfill_paused", backfill_id: run.backfillId };
  if (run.notBefore) return { reason: "interval_end", until: run.notBefore.toISOString() };
  if (run.active < run.limit) return STARTING;
  const { active, limit } = run;
  return run.backfillId === null
    ? { reason: "active_runs", active, limit }
    : { reason: "backfill_runs", active, limit, backfill_id: run.backfillId };
}

/**
 * Why a task has not started; null: it does not wait. What is queued only needs a worker: neither a pause nor a limit
 * holds it any more. Everything else meets the engine's conditions in the engine's order.
 */
export function taskWaitsFor(task: TaskFacts, now: Date): WaitsFor | null {
  switch (task.state) {
    case "queued":
      return queuedWaitsFor(task);
    case "restarting":
      return { reason: "restarting" };
    case "up_for_retry":
      if (task.eligibleAt !== null && task.eligibleAt > now)
        return { reason: "retry_delay", until: task.eligibleAt.toISOString() };
      return readyWaitsFor(task);
    case "none":
      return task.upstream.length > 0 ? { reason: "upstream", task_ids: task.upstream } : readyWaitsFor(task);
    default:
      return null;
  }
}

function readyWaitsFor(task: TaskFacts): WaitsFor {
  const { active, limit, pool, slots, used, needs } = task;
  if (task.isPaused) return { reason: "paused" };
  if (slots >= 0 && needs > slots) return { reason: "pool_too_small", pool, needs, slots };
  if (active >= limit) return { reason: "active_tasks", active, limit };
  if (slots >= 0 && used + needs > slots) return { reason: "pool_full", pool, used, slots };
  if (task.kept) return { reason: "pool_kept", pool };
  return STARTING;
}

function queuedWaitsFor({ queue, workers, places, taken }: TaskFacts): WaitsFor {
  if (workers === 0) return { reason: "no_worker", queue };
  if (taken >= places) return { reason: "workers_busy", queue, taken, places };
  return STARTING;
}

/** A running run waits when nothing of it runs: for what the task nearest to its start waits for. */
export function runningWaitsFor(
  tasks: readonly { state: string; waits: WaitsFor | null }[],
): WaitsFor | null {
  if (tasks.some((task) => task.state === "running")) return null;
  const rank = new Map(["queued", "none", "restarting", "up_for_retry"].map((state, at) => [state, at]));
  const [nearest] = tasks
    .flatMap(({ state, waits }) =>
      waits === null || waits.reason === "upstream" ? [] : [{ at: rank.get(state) ?? 9, waits }],
    )
    .sort((one, other) => one.at - other.at);
  return nearest?.waits ?? null;
}

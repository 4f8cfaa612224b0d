import type { WaitsFor } from "./schema";

/** Facts about a queued run. Live runs of a pipeline share one limit; each backfill has its own. */
export type RunFacts = {
  isPaused: boolean;
  backfillId: string | null;
  backfillPaused: boolean;
  /** End of its data interval, before which it does not start; null when that has passed. */
  notBefore?: Date | null;
  /** Running runs that count against the same limit. */
  active: number;
  limit: number;
};

/** Facts about a task of a running run that has not started or waits for its next try. */
export type TaskFacts = {
  state: string;
  isPaused: boolean;
  /** Upstream tasks that have not ended. */
  upstream: string[];
  eligibleAt: Date | null;
  /** Tasks of its run that are queued or running, and how many may be. */
  active: number;
  limit: number;
  pool: string;
  needs: number;
  /** Negative for no limit. */
  slots: number;
  used: number;
  /** The free slots are reserved for a more important task that needs more of them. */
  kept: boolean;
  queue: string;
  /** Live workers of its queue, how many tasks they take at once, and how many they run. */
  workers: number;
  places: number;
  taken: number;
};

const STARTING: WaitsFor = { reason: "starting" };

/** The first condition that keeps a queued run from starting. */
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
 * The first condition that keeps a task from starting, in the order in which the engine checks them; null when it does
 * not wait. A queued task waits for a worker only: pauses and limits no longer apply.
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

/** A running run waits when none of its tasks runs. Its reason is that of the task that is nearest to its start. */
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

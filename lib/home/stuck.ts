import type { WaitsFor } from "@/lib/runs/schema";

const MINUTE_MS = 60_000;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * How long something may wait for a reason before somebody should look. At once where nothing but a person ends the wait;
 * never where the wait is part of the plan.
 */
export function stuckAfterMs(reason: WaitsFor["reason"]): number {
  switch (reason) {
    case "pool_too_small":
      return 0;
    case "no_worker":
      return MINUTE_MS;
    case "paused":
    case "backfill_paused":
      return 10 * MINUTE_MS;
    case "active_runs":
    case "workers_busy":
    case "pool_full":
    case "pool_kept":
      return 60 * MINUTE_MS;
    case "restarting":
      return 10 * MINUTE_MS;
    case "backfill_runs":
    case "active_tasks":
    case "upstream":
    case "retry_delay":
    case "interval_end":
    case "starting":
      return NEVER;
  }
}

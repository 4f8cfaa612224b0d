import { LimitError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { Interval } from "@/lib/schedules";
import { type BackfillEntry, LIMITS, type Reprocess } from "./schema";

export type ExistingRun = { id: string; runKey: string; state: string; logicalDate: Date };
export type PlannedRun = { interval: Interval; action: BackfillEntry["action"]; run: ExistingRun | null };

const AGAIN: Record<Reprocess, ReadonlySet<string>> = {
  none: new Set(),
  failed: new Set(["failed", "cancelled"]),
  completed: new Set(["success", "failed", "cancelled"]),
};

/** The action of a backfill for each interval. Queued and running runs are always kept. */
export function planRuns(
  intervals: readonly Interval[],
  existing: readonly ExistingRun[],
  reprocess: Reprocess,
): PlannedRun[] {
  const byDate = new Map(existing.map((run) => [run.logicalDate.getTime(), run]));
  return intervals.map((interval) => {
    const run = byDate.get(interval.start.getTime()) ?? null;
    if (!run) return { interval, action: "create", run };
    return { interval, action: AGAIN[reprocess].has(run.state) ? "rerun" : "keep", run };
  });
}

/** Refuses more than one transaction should create. */
export function assertSize(runs: number, tasks: number): void {
  if (runs > LIMITS.runs)
    throw new LimitError(
      `This would be more than ${LIMITS.runs} runs. Choose a shorter range, and another backfill for the rest.`,
      because("too_many_runs", { maximum: LIMITS.runs }),
    );
  if (runs * tasks > LIMITS.taskInstances) {
    const most = Math.floor(LIMITS.taskInstances / tasks);
    throw new LimitError(
      `${runs} runs of ${tasks} tasks are more than ${LIMITS.taskInstances} task instances. Choose a range of at most ${most} runs, and another backfill for the rest.`,
      because("too_many_tasks", { runs, tasks, maximum: LIMITS.taskInstances, most_runs: most }),
    );
  }
}

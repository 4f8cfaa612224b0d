import type { GridView } from "@/lib/runs/schema";
import { quantile, type Trend, trendOf, versionsBetween } from "./trend";

export type TaskTrend = {
  /** Null: the runs themselves. */
  taskId: string | null;
  trend: Trend;
  versions: { from: number; to: number } | null;
};

type Success = { ms: number; version: number };

/** The successes of a task, from old to new. */
function successesOf(grid: GridView, task: number): Success[] {
  return grid.runs
    .flatMap((run, column) => {
      const cell = grid.cells[column]?.[task];
      const ms = cell?.[1] === "success" ? cell[3] : null;
      return ms === null ? [] : [{ ms, version: run.version }];
    })
    .toReversed();
}

function runsThatSucceeded(grid: GridView): Success[] {
  return grid.runs
    .flatMap(({ state, started_at: start, finished_at: end, ran_before_ms, version }) =>
      state === "success" && start && end
        ? [{ ms: Date.parse(end) - Date.parse(start) + ran_before_ms, version }]
        : [],
    )
    .toReversed();
}

function trendFor(taskId: string | null, successes: readonly Success[]): TaskTrend {
  return {
    taskId,
    trend: trendOf(successes.map(({ ms }) => ms)),
    versions: versionsBetween(successes.map(({ version }) => version)),
  };
}

/** The trend of the runs, and those of the tasks that changed: the most time lost first, then the most won. */
export function trendsOf(grid: GridView): { runs: TaskTrend; tasks: TaskTrend[] } {
  const lost = ({ trend }: TaskTrend) =>
    trend.kind === "slower" || trend.kind === "faster" ? trend.recentMs - trend.earlierMs : 0;
  const tasks = grid.task_ids
    .map((taskId, at) => trendFor(taskId, successesOf(grid, at)))
    .filter((one) => lost(one) !== 0);
  const slower = tasks.filter((one) => lost(one) > 0).sort((one, other) => lost(other) - lost(one));
  const faster = tasks.filter((one) => lost(one) < 0).sort((one, other) => lost(one) - lost(other));
  return { runs: trendFor(null, runsThatSucceeded(grid)), tasks: [...slower, ...faster] };
}

/** The tasks that take longest in the median of their successes, with their column. */
export function longestTasks(
  grid: GridView,
  most: number,
): { taskId: string; at: number; medianMs: number }[] {
  return grid.task_ids
    .flatMap((taskId, at) => {
      const medianMs = quantile(
        successesOf(grid, at).map(({ ms }) => ms),
        0.5,
      );
      return medianMs === null ? [] : [{ taskId, at, medianMs }];
    })
    .sort((one, other) => other.medianMs - one.medianMs)
    .slice(0, most);
}

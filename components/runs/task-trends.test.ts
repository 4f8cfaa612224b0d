import { expect, it } from "vitest";
import type { GridView } from "@/lib/runs/schema";
import { longestTasks, trendsOf } from "./task-trends";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
/** The latest run first; of each the seconds that its tasks took, null for one that failed. */
function gridOf(runs: readonly { version: number; took: readonly (number | null)[] }[]): GridView {
  return {
    task_ids: ["a", "b", "c"],
    runs: runs.map(({ version, took }, place) => ({
      id: `run_${place}`,
      run_key: "x",
      run_type: "manual",
      triggered_by: null,
      state: took.includes(null) ? "failed" : "success",
      logical_date: null,
      data_interval_start: null,
      data_interval_end: null,
      time_zone: null,
      version,
      queued_at: at(0),
      started_at: at(0),
      finished_at: at(took.reduce<number>((sum, one) => sum + (one ?? 0), 0)),
      ran_before_ms: 0,
    })),
    cells: runs.map(({ took }) =>
      took.map((seconds) =>
        seconds === null ? ["ti", "failed", 1, 3_600_000] : ["ti", "success", 1, seconds * 1_000],
      ),
    ),
    errors: {},
    older: null,
    newer: null,
    cut_to: null,
  };
}
const runs = (count: number, version: number, took: readonly (number | null)[]) =>
  Array.from({ length: count }, () => ({ version, took }));

it("what lost most time comes first, with the versions it came with; failures do not count", () => {
  const { runs: all, tasks } = trendsOf(
    gridOf([...runs(10, 2, [12, 30, 1]), ...runs(3, 1, [10, null, 9]), ...runs(30, 1, [10, 20, 9])]),
  );
  expect(tasks.map(({ taskId, trend, versions }) => [taskId, trend.kind, versions])).toEqual([
    ["b", "slower", { from: 1, to: 2 }],
    ["a", "slower", { from: 1, to: 2 }],
    ["c", "faster", { from: 1, to: 2 }],
  ]);
  expect(all).toMatchObject({ taskId: null, trend: { kind: "steady", recentMs: 43_000, earlierMs: 39_000 } });
});

it("of few runs it says how many are missing", () => {
  const { runs: all, tasks } = trendsOf(gridOf(runs(12, 1, [10, 20, null])));
  expect(tasks).toEqual([]);
  expect(all.trend).toEqual({ kind: "few", needs: 20 });
});

it("the longest tasks are those of the greatest median; one that never succeeded is none of them", () => {
  const grid = gridOf([...runs(2, 1, [5, 50, null]), ...runs(1, 1, [5, 7, null])]);
  expect(longestTasks(grid, 3)).toEqual([
    { taskId: "b", at: 1, medianMs: 50_000 },
    { taskId: "a", at: 0, medianMs: 5_000 },
  ]);
  expect(longestTasks(grid, 1)).toHaveLength(1);
});

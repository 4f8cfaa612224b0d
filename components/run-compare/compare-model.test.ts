import { expect, it } from "vitest";
import type { RunDetail } from "@/lib/runs/schema";
import { MOST_VALUES, taskPairs, taskToLookAt, valueRows } from "./compare-model";

/** A run whose tasks ran for so many seconds in each try; null: it has not ended. */
function run(tasks: Record<string, { state?: string; tries: (number | null)[] }>): RunDetail {
  const start = Date.parse("2026-11-29T00:00:00Z");
  return {
    tasks: Object.entries(tasks).map(([task_id, { state = "success", tries }]) => ({
      task_id,
      state,
      attempts: tries.map((seconds) => ({
        started_at: new Date(start).toISOString(),
        finished_at: seconds === null ? null : new Date(start + seconds * 1_000).toISOString(),
      })),
    })),
  } as unknown as RunDetail;
}

it("pairs the tasks of two runs, with the time of all their tries", () => {
  const a = run({
    extract: { tries: [2] },
    gone: { tries: [1] },
    train: { tries: [3, 4] },
    old: { state: "removed", tries: [] },
  });
  const b = run({
    extract: { tries: [5] },
    train: { state: "running", tries: [null] },
    added: { tries: [1] },
  });
  expect(
    taskPairs(a, b).map(({ taskId, a: one, b: other, byMs }) => [taskId, one?.ranMs, other?.ranMs, byMs]),
  ).toEqual([
    ["extract", 2_000, 5_000, 3_000],
    ["train", 7_000, null, null],
    ["added", undefined, 1_000, null],
    ["gone", 1_000, undefined, null],
  ]);
});

it("looks first at what failed, then at what took another time", () => {
  const slow = taskPairs(
    run({ one: { tries: [1] }, two: { tries: [9] } }),
    run({ one: { tries: [2] }, two: { tries: [1] } }),
  );
  expect(taskToLookAt(slow)).toBe("two");
  const failed = taskPairs(
    run({ one: { tries: [1] }, two: { tries: [1] } }),
    run({ one: { state: "failed", tries: [1] }, two: { tries: [90] } }),
  );
  expect(taskToLookAt(failed)).toBe("one");
  expect(taskToLookAt([])).toBeNull();
});

it("lays the values of two objects side by side", () => {
  const { rows } = valueRows(
    { lr: 0.1, deep: { list: [1, 2], empty: {} } },
    { lr: "0.1", deep: { list: [1] } },
  );
  expect(rows).toEqual([
    { path: "deep.empty", a: "{}", b: null, differs: true },
    { path: "deep.list.0", a: "1", b: "1", differs: false },
    { path: "deep.list.1", a: "2", b: null, differs: true },
    { path: "lr", a: "0.1", b: '"0.1"', differs: true },
  ]);
  expect(valueRows(null, undefined)).toEqual({ rows: [], isCut: false });
});

it("stops at a bound, and says so", () => {
  const large = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`key${at}`, at]));
  const { rows, isCut } = valueRows(large, {});
  expect(rows.length).toBeLessThanOrEqual(MOST_VALUES);
  expect(isCut).toBe(true);
});

import { describe, expect, it } from "vitest";
import type { GridView } from "@/lib/runs/schema";
import { barsOf, moveInGrid, nextInState, withTasks } from "./grid-model";

describe("moveInGrid", () => {
  const at = { row: 1, column: 1 };
  it.each([
    ["ArrowUp", { row: 0, column: 1 }],
    ["ArrowRight", { row: 1, column: 2 }],
    ["End", { row: 1, column: 2 }],
    ["PageDown", { row: 2, column: 1 }],
    ["Home", { row: 1, column: 0 }],
  ])("%s", (key, to) => expect(moveInGrid(at, key, 3, 3)).toEqual(to));
  it("goes left of the first column to the names, but not where the runs are", () => {
    expect(moveInGrid({ row: 1, column: 0 }, "ArrowLeft", 3, 3)).toEqual({ row: 1, column: -1 });
    expect(moveInGrid({ row: 1, column: -1 }, "ArrowLeft", 3, 3)).toEqual({ row: 1, column: -1 });
    expect(moveInGrid({ row: 1, column: -1 }, "ArrowUp", 3, 3)).toEqual({ row: 0, column: 0 });
  });
  it("stays inside and leaves other keys alone", () => {
    expect(moveInGrid({ row: 0, column: 0 }, "ArrowUp", 3, 3)).toEqual({ row: 0, column: 0 });
    expect(moveInGrid({ row: 0, column: 0 }, "ArrowDown", 0, 0)).toEqual({ row: 0, column: 0 });
    expect(moveInGrid(at, "KeyA", 3, 3)).toBeNull();
  });
});

describe("barsOf", () => {
  const at = (second: number) => new Date(second * 1000).toISOString();
  it("places each try in the span of all, running ones up to now", () => {
    const { bars, spanMs } = barsOf(
      [
        [
          { started_at: at(0), finished_at: at(10) },
          { started_at: at(40), finished_at: at(50) },
        ],
        [{ started_at: at(50), finished_at: null }],
        [{ started_at: null, finished_at: null }],
        [],
      ],
      100_000,
    );
    expect(spanMs).toBe(100_000);
    expect(bars).toEqual([
      [
        { left: 0, width: 10 },
        { left: 40, width: 10 },
      ],
      [{ left: 50, width: 50 }],
      [null],
      [],
    ]);
  });
  it("survives no tasks and tasks of no length", () => {
    expect(barsOf([], 0)).toEqual({ bars: [], spanMs: 0 });
    expect(barsOf([[{ started_at: at(1), finished_at: at(1) }]], 0).bars).toEqual([
      [{ left: 0, width: 0.5 }],
    ]);
  });
});

describe("withTasks", () => {
  const cell = (id: string): GridView["cells"][number][number] => [id, "success", 1, 1];
  const grid: GridView = {
    task_ids: ["load", "fit_model", "report"],
    runs: [],
    cells: [
      [cell("1"), cell("2"), null],
      [null, cell("4"), cell("5")],
    ],
    errors: {},
    older: null,
    newer: null,
    cut_to: null,
  };
  it("keeps the tasks that have the text in their name, and their cells", () => {
    expect(withTasks(grid, " MODEL ")).toMatchObject({
      task_ids: ["fit_model"],
      cells: [[cell("2")], [cell("4")]],
    });
    expect(withTasks(grid, "o")).toMatchObject({ task_ids: ["load", "fit_model", "report"] });
    expect(withTasks(grid, "none")).toMatchObject({ task_ids: [], cells: [[], []] });
    expect(withTasks(grid, " ")).toBe(grid);
  });
});

it.each([
  ["failed", -1, 1],
  ["failed", 1, 3],
  ["failed", 3, 1],
  ["running", 3, 2],
  ["queued", 0, null],
])("the next %s run after column %s is %s", (state, after, column) => {
  const runs = ["success", "failed", "running", "failed"].map((one) => ({ state: one }));
  expect(nextInState(runs, state, after)).toBe(column);
});

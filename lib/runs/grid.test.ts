import { expect, it } from "vitest";
import { cellsOf, mostRuns } from "./grid";
import type { GridRow } from "./repository/views";

/** Of tasks as "name:id", in the order the database happened to give. */
const row = (...tasks: string[]): GridRow => ({
  runId: "run",
  taskIds: tasks.map((task) => task.split(":")[0] ?? ""),
  ids: tasks.map((task) => task.split(":")[1] ?? ""),
  states: tasks.map(() => "success"),
  tries: tasks.map(() => 1),
  durations: tasks.map(() => 12.5),
});

it("tasks come in the order asked for, without those that no run of the window has", () => {
  const rows = [row("b:ti_8", "a:ti_7"), row("a:ti_4", "gone:ti_5", "b:ti_6")];
  const { task_ids, cells } = cellsOf(rows, ["a", "gone", "unseen", "b"]);
  expect(task_ids).toEqual(["a", "gone", "b"]);
  expect(cells.map((line) => line.map((cell) => cell?.[0] ?? null))).toEqual([
    ["ti_7", null, "ti_8"],
    ["ti_4", "ti_5", "ti_6"],
  ]);
  expect(cells[0]?.[0]).toEqual(["ti_7", "success", 1, 12.5]);
});

it("a run without a task instance has a line of nothing, and a task of no known version a row", () => {
  expect(cellsOf([undefined, row("a:ti_1")], [])).toEqual({
    task_ids: ["a"],
    cells: [[null], [["ti_1", "success", 1, 12.5]]],
  });
  expect(cellsOf([], ["a"])).toEqual({ task_ids: [], cells: [] });
});

it.each([
  [50, 500, 50],
  [365, 60, 365],
  [365, 500, 100],
  [365, 5_000, 10],
  [5, 5_000, 5],
  [50, 0, 50],
])("of %s runs asked for with %s tasks, an answer holds %s", (limit, tasks, runs) => {
  const version = Array.from({ length: tasks }, (_, at) => ({ task_id: `t${at}`, depends_on: [] }));
  expect(mostRuns([[], version], limit)).toBe(runs);
});

import { expect, it } from "vitest";
import { cellsOf } from "./grid";
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

it("tasks come in the order of the newest run, then those that only older ones have", () => {
  const { task_ids, cells } = cellsOf([row("b:ti_8", "a:ti_7"), row("a:ti_4", "gone:ti_5", "b:ti_6")]);
  expect(task_ids).toEqual(["a", "b", "gone"]);
  expect(cells.map((line) => line.map((cell) => cell?.[0] ?? null))).toEqual([
    ["ti_7", "ti_8", null],
    ["ti_4", "ti_6", "ti_5"],
  ]);
  expect(cells[0]?.[0]).toEqual(["ti_7", "success", 1, 12.5]);
});

it("a run without a task instance has a line of nothing", () => {
  expect(cellsOf([undefined, row("a:ti_1")])).toEqual({
    task_ids: ["a"],
    cells: [[null], [["ti_1", "success", 1, 12.5]]],
  });
  expect(cellsOf([])).toEqual({ task_ids: [], cells: [] });
});

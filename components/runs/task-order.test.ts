import { expect, it } from "vitest";
import { countStates, firstToShow, neighbour, nextFailed } from "./task-order";

const tasks = ["success", "failed", "running", "lost", "upstream_failed"].map((state, at) => ({
  task_id: `t${at}`,
  state,
  try_number: 1,
}));

it.each([
  [null, 1, "t0"],
  ["t0", 1, "t1"],
  ["t4", 1, "t4"],
  ["t0", -1, "t0"],
  ["gone", -1, "t0"],
] as const)("beside %s by %d is %s", (chosen, step, to) => expect(neighbour(tasks, chosen, step)).toBe(to));

it.each([
  [null, "t1"],
  ["t1", "t3"],
  ["t3", "t1"],
])("the next failed after %s is %s", (chosen, to) => expect(nextFailed(tasks, chosen)).toBe(to));

it("knows when nothing failed, and what to show first", () => {
  const fine = tasks.filter((task) => task.state === "success" || task.state === "running");
  expect(nextFailed(fine, null)).toBeNull();
  expect(firstToShow(tasks, null)?.task_id).toBe("t1");
  expect(firstToShow(fine, null)?.task_id).toBe("t2");
  expect(firstToShow([], "t1")).toBeUndefined();
});

it.each([
  ["failed", "load"],
  ["none", "load"],
  ["queued", "load"],
  ["running", "load"],
  ["restarting", "load"],
  ["up_for_retry", "load"],
  ["cancelled", "load"],
  ["success", "load"],
])("a failed task that is run again stays in sight while it is %s", (state, shown) => {
  const now = [
    { task_id: "extract", state: "success", try_number: 1 },
    { task_id: "load", state, try_number: 2 },
    { task_id: "report", state: state === "success" ? "success" : "none", try_number: 0 },
  ];
  expect(firstToShow(now, "load")?.task_id).toBe(shown);
});

it("tasks that were never tried do not draw the page away", () => {
  const cancelled = ["a", "b"].map((task_id) => ({ task_id, state: "cancelled", try_number: 0 }));
  const stopped = { task_id: "c", state: "cancelled", try_number: 1 };
  expect(firstToShow([...cancelled, stopped], null)?.task_id).toBe("c");
  expect(firstToShow(cancelled, "b")?.task_id).toBe("b");
  expect(firstToShow(cancelled, null)?.task_id).toBe("a");
});

it("counts states with the urgent ones first and unknown ones last", () => {
  expect(countStates([...tasks, { task_id: "x", state: "new_state" }]).map(({ state }) => state)).toEqual([
    "failed",
    "upstream_failed",
    "running",
    "success",
    "lost",
    "new_state",
  ]);
});

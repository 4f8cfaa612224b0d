import { expect, it } from "vitest";
import { countStates, firstToShow, neighbour, nextFailed } from "./task-order";

const tasks = ["success", "failed", "running", "lost", "upstream_failed"].map((state, at) => ({
  task_id: `t${at}`,
  state,
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
  expect(firstToShow(tasks)?.task_id).toBe("t1");
  expect(firstToShow(fine)?.task_id).toBe("t2");
  expect(firstToShow([])).toBeUndefined();
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

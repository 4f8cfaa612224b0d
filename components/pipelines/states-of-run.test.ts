import { expect, it } from "vitest";
import { shownRun, statesOf } from "./states-of-run";

const run = (id: string, state: string) => ({ id, state });

it.each([
  [
    "the latest that has begun, where later ones wait",
    [run("c", "queued"), run("b", "running"), run("a", "failed")],
    null,
    "b",
  ],
  ["the chosen one, also where it waits", [run("c", "queued"), run("b", "running")], "c", "c"],
  ["the latest again where the chosen one is not among them", [run("b", "success")], "gone", "b"],
  ["none where all wait", [run("c", "queued")], null, undefined],
  ["none of none", [], "c", undefined],
])("the run that is shown is %s", (_, runs, chosen, id) => expect(shownRun(runs, chosen)?.id).toBe(id));

it("the states and times of a run's tasks are those of its column, without those that it does not have", () => {
  const { states, facts } = statesOf(
    {
      task_ids: ["a", "b"],
      runs: [run("new", "running"), run("old", "success")],
      cells: [
        [["ti_3", "running", 2, null], null],
        [
          ["ti_1", "success", 1, 12.5],
          ["ti_2", "success", 1, 3],
        ],
      ],
    },
    "new",
  );
  expect([...states]).toEqual([["a", "running"]]);
  expect([...facts]).toEqual([["a", { tries: 2, durationMs: null }]]);
});

it("without a grid, or a run of it, no task has a state", () => {
  expect(statesOf(undefined, null).states.size).toBe(0);
  expect(statesOf({ task_ids: ["a"], runs: [], cells: [] }, "x").states.size).toBe(0);
});

import { expect, it } from "vitest";
import { newestStates } from "./newest-states";

const run = (id: string) => ({ id });

it("reads the first run, and leaves out tasks it does not have", () => {
  const grid = {
    task_ids: ["load", "train", "old"],
    runs: [run("run_2"), run("run_1")],
    cells: [
      [
        ["ti_1", "success", 1, null] as [string, string, number, number | null],
        ["ti_2", "running", 1, null] as [string, string, number, number | null],
        null,
      ],
      [null, null, ["ti_3", "failed", 1, null] as [string, string, number, number | null]],
    ],
  };
  expect(newestStates(grid)).toEqual({
    runId: "run_2",
    states: new Map([
      ["load", "success"],
      ["train", "running"],
    ]),
  });
});

it("is empty without a run", () => {
  expect(newestStates(undefined)).toEqual({ runId: null, states: new Map() });
  expect(newestStates({ task_ids: [], runs: [], cells: [] })).toEqual({ runId: null, states: new Map() });
});

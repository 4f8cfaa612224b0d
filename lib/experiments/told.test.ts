import { expect, it } from "vitest";
import { LoggedRuns } from "./told";

it("tells a run once within a window, and again in the next", () => {
  const runs = new LoggedRuns();
  expect(runs.due(["a", "b"], 0)).toEqual(["a", "b"]);
  expect(runs.due(["a", "c"], 2_999)).toEqual(["c"]);
  expect(runs.due(["a"], 3_000)).toEqual(["a"]);
});

it("tells no more runs in a window than pages can follow", () => {
  const runs = new LoggedRuns();
  const many = Array.from({ length: 80 }, (_, at) => String(at));
  expect(runs.due(many, 0)).toHaveLength(50);
  expect(runs.due(["new"], 1)).toEqual([]);
});

import { expect, test } from "vitest";
import { assertSize, planRuns } from "./plan";

const day = (date: number) => ({
  start: new Date(Date.UTC(2026, 0, date)),
  end: new Date(Date.UTC(2026, 0, date + 1)),
});
const states = ["success", "failed", "cancelled", "queued", "running"];
const existing = states.map((state, at) => ({
  id: state,
  runKey: state,
  state,
  logicalDate: day(at + 1).start,
}));
const range = [1, 2, 3, 4, 5, 6].map(day);

test.each([
  ["none", ["keep", "keep", "keep", "keep", "keep", "create"]],
  ["failed", ["keep", "rerun", "rerun", "keep", "keep", "create"]],
  ["completed", ["rerun", "rerun", "rerun", "keep", "keep", "create"]],
] as const)(
  "reprocess %s over success, failed, cancelled, queued, running and no run",
  (reprocess, actions) => {
    expect(planRuns(range, existing, reprocess).map((run) => run.action)).toEqual(actions);
  },
);

test("a backfill has a size that one transaction holds, and says which", () => {
  expect(() => assertSize(10_000, 5)).not.toThrow();
  expect(() => assertSize(10_000, 6)).toThrow("at most 8333 runs");
  expect(() => assertSize(10_001, 1)).toThrow("more than 10000 runs");
  expect(() => assertSize(100, 500)).not.toThrow();
  expect(() => assertSize(101, 500)).toThrow("at most 100 runs");
});

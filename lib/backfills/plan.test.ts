import { expect, test } from "vitest";
import { assertSize, instantOf, planRuns } from "./plan";

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

test.each([
  ["2026-01-31", "Asia/Seoul", "2026-01-30T15:00:00.000Z"],
  ["2026-01-31T06:00:00", "America/New_York", "2026-01-31T11:00:00.000Z"],
  ["2026-01-31T06:00:00+09:00", "America/New_York", "2026-01-30T21:00:00.000Z"],
  // Midnight does not exist on this day.
  ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
])("%s in %s is %s", (text, zone, instant) => expect(instantOf(text, zone).toISOString()).toBe(instant));

test("a backfill has a size that one transaction holds, and says which", () => {
  expect(() => assertSize(10_000, 20)).not.toThrow();
  expect(() => assertSize(10_001, 1)).toThrow("more than 10000 runs");
  expect(() => assertSize(401, 500)).toThrow("at most 400 runs");
});

import { expect, test } from "vitest";
import { durationRows } from "./duration-model";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const NOW = Date.parse(at(50));
const run = (id: string, state: string, started: number | null, finished: number | null) => ({
  id,
  run_key: id,
  run_type: "manual",
  logical_date: null,
  data_interval_start: null,
  data_interval_end: null,
  time_zone: null,
  ran_before_ms: 0,
  state,
  queued_at: at(0),
  started_at: started === null ? null : at(started),
  finished_at: finished === null ? null : at(finished),
});

test("bars go from old to new, with waiting and running apart", () => {
  const [b, a] = [run("b", "failed", 3, 4), run("a", "success", 1, 11)];
  expect(durationRows([b, a], NOW)).toEqual([
    { id: "a", run: a, state: "success", waitMs: 1_000, runMs: 10_000, medianMs: 10_000 },
    { id: "b", run: b, state: "failed", waitMs: 3_000, runMs: 1_000, medianMs: 10_000 },
  ]);
});

test.each([
  ["one that goes on counts up to now", run("r", "running", 20, null), 20_000, 30_000],
  ["one that has not begun only waits", run("r", "queued", null, null), 50_000, 0],
  ["one cancelled before it began only waited", run("r", "cancelled", null, 7), 7_000, 0],
])("%s", (_, given, waitMs, runMs) => {
  expect(durationRows([given], NOW)[0]).toMatchObject({ waitMs, runMs, medianMs: null });
});

test("a run that was run again ran as long as all its rounds", () => {
  expect(durationRows([{ ...run("r", "success", 1, 11), ran_before_ms: 5_000 }], NOW)[0]?.runMs).toBe(15_000);
});

test("the median is of the last ten, successes only", () => {
  const runs = Array.from({ length: 12 }, (_, i) => run(`r${i}`, i === 11 ? "failed" : "success", 0, i + 1));
  const rows = durationRows(runs.toReversed(), NOW);
  expect(rows.map(({ medianMs }) => medianMs)).toEqual([
    1_000, 1_500, 2_000, 2_500, 3_000, 3_500, 4_000, 4_500, 5_000, 5_500, 6_500, 7_000,
  ]);
});

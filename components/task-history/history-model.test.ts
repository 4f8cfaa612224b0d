import { expect, it } from "vitest";
import type { TaskHistoryLine } from "@/lib/runs/schema";
import { amountOf, changedFrom, factsOf } from "./history-model";

const line = (given: Partial<TaskHistoryLine>): TaskHistoryLine => ({
  id: "ti_1",
  run_id: "run_1",
  state: "success",
  try_number: 1,
  waited_ms: 100,
  ran_ms: 1_000,
  started_at: null,
  usage: { max_rss_bytes: 8_000_000 },
  code: null,
  detail: null,
  exit_code: null,
  version: 1,
  run_key: "x",
  run_type: "manual",
  run_state: "success",
  logical_date: null,
  data_interval_start: null,
  data_interval_end: null,
  time_zone: null,
  queued_at: "2026-01-01T00:00:00.000Z",
  ...given,
});

it("medians are of successes, memory and tries of all, and what is not known counts as nothing", () => {
  expect(
    factsOf([
      line({ ran_ms: 1_000 }),
      line({ ran_ms: 3_000, try_number: 2 }),
      line({ state: "failed", ran_ms: 60_000, usage: { max_rss_bytes: 9_000_000 }, waited_ms: null }),
      line({ state: "running", ran_ms: null, usage: null, waited_ms: 900 }),
    ]),
  ).toEqual({
    succeeded: 2,
    failed: 1,
    medianMs: 2_000,
    slowMs: 2_900,
    longestMs: 3_000,
    waitedMs: 100,
    memoryBytes: 9_000_000,
    retried: 1,
  });
});

it("of nothing nothing is said", () => {
  expect(factsOf([])).toEqual({
    succeeded: 0,
    failed: 0,
    medianMs: null,
    slowMs: null,
    longestMs: null,
    waitedMs: null,
    memoryBytes: null,
    retried: 0,
  });
});

it.each([
  ["ran", 1_000],
  ["waited", 100],
  ["memory", 8_000_000],
  ["tries", 1],
] as const)("the %s of a line", (metric, value) => expect(amountOf(line({}), metric)).toBe(value));

it("a version is compared with that of the run before", () => {
  const lines = [line({ version: 3 }), line({ version: 3 }), line({ version: 1 })];
  expect(lines.map((_, at) => changedFrom(lines, at))).toEqual([null, 1, null]);
});

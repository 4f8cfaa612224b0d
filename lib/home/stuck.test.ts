import { expect, it } from "vitest";
import { stuckAfterMs } from "./stuck";

it.each([
  ["pool_too_small", 0],
  ["no_worker", 1],
  ["paused", 10],
  ["workers_busy", 60],
  ["backfill_runs", Number.POSITIVE_INFINITY],
  ["retry_delay", Number.POSITIVE_INFINITY],
] as const)("%s may be waited for %d minutes", (reason, minutes) => {
  expect(stuckAfterMs(reason)).toBe(minutes * 60_000);
});

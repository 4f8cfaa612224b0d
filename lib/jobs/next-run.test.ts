import { describe, expect, it } from "vitest";
import { restMs, waitMs } from "./next-run";

const HOUR_MS = 3_600_000;
const AT = new Date("2026-03-07T18:30:00Z");
const NIGHTLY = { cron: "0 3 * * *", timeZone: "Asia/Seoul" };

it.each([
  ["a fifth less by chance", { everyMs: 1_000 }, 0, 800],
  ["a fifth more by chance", { everyMs: 1_000 }, 1, 1_200],
  // 18:30 in UTC is 03:30 the next day in Seoul.
  ["to the next fire on the clock of its zone", NIGHTLY, 0, 23.5 * HOUR_MS],
  ["through a change of the clock", { cron: "0 3 * * *", timeZone: "America/New_York" }, 0, 12.5 * HOUR_MS],
])("a job waits %s", (_, schedule, random, ms) => {
  expect(waitMs(schedule, AT, random)).toBeCloseTo(ms);
});

describe("what another process left", () => {
  it.each([
    ["a job that has never run is due", { everyMs: HOUR_MS }, null, 0],
    ["with cron, at its next fire", NIGHTLY, null, 23.5 * HOUR_MS],
    ["the rest of a wait is waited", { everyMs: HOUR_MS }, 1_000, 1_000],
    ["a time that has passed while nothing ran is due now", { everyMs: HOUR_MS }, -5 * HOUR_MS, 0],
    ["so is a fire of cron", NIGHTLY, -5 * HOUR_MS, 0],
    ["a schedule that a release has shortened counts", { everyMs: 1_000 }, HOUR_MS, 1_000],
  ])("%s", (_, schedule, rest, ms) => {
    expect(restMs(schedule, rest, AT)).toBe(ms);
  });
});

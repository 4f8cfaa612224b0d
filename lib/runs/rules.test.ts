import { expect, test } from "vitest";
import { nextInterval } from "./next-fire";
import { retryDelayMs } from "./retry";
import { closingState } from "./state";
import { judge } from "./trigger-rule";

test.each([
  [{ failed: 0, skipped: 0 }, "run"],
  [{ failed: 0, skipped: 1 }, "skipped"],
  [{ failed: 1, skipped: 1 }, "upstream_failed"],
])("all_success over %j: %s", (upstream, verdict) => expect(judge("all_success", upstream)).toBe(verdict));

test.each([
  [null, ["success", "skipped"], "success"],
  [null, ["upstream_failed"], "failed"],
  ["cancelled", ["success"], "cancelled"],
  ["timed_out", ["skipped"], "failed"],
])("a run with reason %s and leaves %j closes as %s", (reason, leaves, state) =>
  expect(closingState(reason, leaves)).toBe(state),
);

test("infrastructure losses have a cap of their own", () => {
  const base = { tryNumber: 3, maxTries: 1, policy: {}, seed: "t" };
  expect(retryDelayMs({ ...base, infraRetries: 4, infra: true })).toBe(0);
  expect(retryDelayMs({ ...base, infraRetries: 5, infra: true })).toBeNull();
  expect(retryDelayMs({ ...base, infraRetries: 2, infra: false })).toBeNull();
});

const daily = { cron: "0 0 * * *", timeZone: "UTC", start: new Date("2026-01-01T00:00:00Z"), end: null };
const now = new Date("2026-01-05T00:00:00Z");

test("catch-up takes the first missed interval, otherwise only the latest", () => {
  expect(nextInterval({ ...daily, catchup: true }, null, now)?.start.toISOString()).toBe(
    "2026-01-01T00:00:00.000Z",
  );
  expect(nextInterval({ ...daily, catchup: false }, null, now)?.end).toEqual(now);
});

test("a day is 23 hours long where clocks go forward", () => {
  const berlin = { ...daily, timeZone: "Europe/Berlin", catchup: true };
  const day = nextInterval(berlin, new Date("2026-03-28T23:00:00Z"), now);
  expect(day && day.end.getTime() - day.start.getTime()).toBe(23 * 3_600_000);
});

import { expect, test } from "vitest";
import { nextInterval } from "@/lib/schedules";
import { type Blame, jitterOf, nextRetry } from "./retry";
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

const first = {
  tryNumber: 1,
  maxTries: 1,
  infraRetries: 0,
  plannedRetries: 0,
  policy: { retry_delay_ms: 7 },
  jitter: 1,
};
/** The delays of a task whose every try is lost to this cause, until it fails for good (or 12 tries). */
function losses(blame: Blame, maxTries: number, jitter = 1): (number | null)[] {
  const task = { ...first, maxTries, jitter, blame };
  const delays: (number | null)[] = [];
  for (; delays.length < 12 && delays.at(-1) !== null; task.tryNumber += 1) {
    const retry = nextRetry(task);
    delays.push(retry?.delayMs ?? null);
    if (retry?.as === "infra") task.infraRetries += 1;
    if (retry?.as === "planned") task.plannedRetries += 1;
  }
  return delays;
}

test("losses to infrastructure wait longer each time; then the author's retries are used, and then it has failed", () => {
  const waits = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
  expect(losses("infra", 1)).toEqual([...waits, null]);
  expect(losses("infra", 3)).toEqual([...waits, 7, 7, null]);
  expect(losses("infra", 1, 0)).toEqual([...waits.map((ms) => ms * 0.75), null]);
});

test("planned stops use up no retries, however many there are", () => {
  expect(losses("planned", 1)).toEqual(Array(12).fill(0));
  expect(nextRetry({ ...first, tryNumber: 9, plannedRetries: 6, infraRetries: 2, blame: "task" })).toBeNull();
  expect(
    nextRetry({ ...first, tryNumber: 9, plannedRetries: 7, infraRetries: 2, blame: "task" }),
  ).not.toBeNull();
  expect(nextRetry({ ...first, tryNumber: 9, plannedRetries: 8, blame: "infra" })).toMatchObject({
    as: "infra",
  });
});

const DAY_MS = 86_400_000;
test.each([
  ["a fixed wait of two days", { retry_delay_ms: 2 * DAY_MS, max_retry_delay_ms: 3 * DAY_MS }, 1, 2 * DAY_MS],
  ["one that the default limit does not cut", { retry_delay_ms: 2 * DAY_MS }, 1, 2 * DAY_MS],
  ["a year", { retry_delay_ms: 365 * DAY_MS }, 1, 365 * DAY_MS],
  [
    "one that grows",
    { retry_delay_ms: DAY_MS, max_retry_delay_ms: 3 * DAY_MS, retry_exponential: true },
    2,
    2 * DAY_MS,
  ],
  [
    "as far as it may",
    { retry_delay_ms: DAY_MS, max_retry_delay_ms: 3 * DAY_MS, retry_exponential: true },
    9,
    3 * DAY_MS,
  ],
  ["a day when nothing is said", { retry_delay_ms: 1_000, retry_exponential: true }, 40, DAY_MS],
])("the author's waits are kept: %s", (_, policy, tryNumber, delayMs) => {
  expect(nextRetry({ ...first, maxTries: 99, tryNumber, policy, blame: "task" })?.delayMs).toBe(delayMs);
});

test("the jitter of a try is always the same, and tries differ", () => {
  expect(jitterOf("t", 1)).toBe(jitterOf("t", 1));
  expect(new Set([jitterOf("t", 1), jitterOf("t", 2), jitterOf("u", 1)]).size).toBe(3);
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

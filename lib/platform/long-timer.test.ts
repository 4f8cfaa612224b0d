import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LONGEST_TIMER_MS, runAt, startLongTimer } from "./long-timer";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const YEAR_MS = 365 * 24 * 3_600_000;
test.each([1, 300, LONGEST_TIMER_MS - 1, LONGEST_TIMER_MS, LONGEST_TIMER_MS + 1, YEAR_MS])(
  "after %i ms and not before",
  (ms) => {
    const run = vi.fn();
    startLongTimer(run, ms);
    vi.advanceTimersByTime(ms - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(YEAR_MS);
    expect(run).toHaveBeenCalledTimes(1);
  },
);

test("one that is cleared does not run, also after it was armed again", () => {
  const run = vi.fn();
  const timer = startLongTimer(run, YEAR_MS);
  vi.advanceTimersByTime(LONGEST_TIMER_MS + 1);
  timer.clear();
  vi.advanceTimersByTime(YEAR_MS);
  expect(run).not.toHaveBeenCalled();
});

test("a timer that fires before its time is armed again, and one that is due runs at once", () => {
  const run = vi.fn();
  const times = [0, 9.2, 9.9, 10];
  runAt(10, run, () => times.shift() ?? Number.NaN);
  vi.advanceTimersByTime(10);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
  runAt(5, run, () => 5);
  expect(run).toHaveBeenCalledTimes(2);
});

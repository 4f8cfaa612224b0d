import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nextInterval, type Schedule } from "./next-fire";

const base = { cron: "0 0 * * *", start: new Date("2026-01-01T00:00:00Z"), end: null, catchup: true };
const late = new Date("2027-01-01T00:00:00Z");

/** The first `count` intervals after `from`, as [start, hours]. */
function intervals(schedule: Schedule, from: string, count: number): [string, number][] {
  const found: [string, number][] = [];
  for (let last = new Date(from); found.length < count; ) {
    const next = nextInterval(schedule, last, late);
    if (!next) break;
    found.push([
      next.start.toISOString().slice(0, 16),
      (next.end.getTime() - next.start.getTime()) / 3_600_000,
    ]);
    last = next.end;
  }
  return found;
}

test.each([
  [
    "a day in Seoul begins at 15:00 UTC of the day before",
    "0 0 * * *",
    "Asia/Seoul",
    "2026-03-27T15:00:00Z",
    [
      ["2026-03-27T15:00", 24],
      ["2026-03-28T15:00", 24],
    ],
  ],
  [
    "the day clocks go forward in Berlin has 23 hours",
    "0 0 * * *",
    "Europe/Berlin",
    "2026-03-27T23:00:00Z",
    [
      ["2026-03-27T23:00", 24],
      ["2026-03-28T23:00", 23],
      ["2026-03-29T22:00", 24],
    ],
  ],
  [
    "the day clocks go back in New York has 25 hours",
    "0 0 * * *",
    "America/New_York",
    "2026-10-31T04:00:00Z",
    [
      ["2026-10-31T04:00", 24],
      ["2026-11-01T04:00", 25],
      ["2026-11-02T05:00", 24],
    ],
  ],
  [
    "an hourly schedule keeps every hour of the day clocks go back",
    "0 * * * *",
    "America/New_York",
    "2026-11-01T04:00:00Z",
    [
      ["2026-11-01T04:00", 1],
      ["2026-11-01T05:00", 1],
      ["2026-11-01T06:00", 1],
      ["2026-11-01T07:00", 1],
    ],
  ],
  [
    "months have their own lengths",
    "0 0 1 * *",
    "UTC",
    "2026-02-01T00:00:00Z",
    [
      ["2026-02-01T00:00", 28 * 24],
      ["2026-03-01T00:00", 31 * 24],
    ],
  ],
] satisfies [string, string, string, string, [string, number][]][])(
  "%s",
  (_, cron, timeZone, from, expected) => {
    expect(intervals({ ...base, cron, timeZone }, from, expected.length)).toEqual(expected);
  },
);

test("a time that clocks jump over happens once that day, and one that they repeat does not happen twice", () => {
  const halfPastTwo = { ...base, cron: "30 2 * * *", timeZone: "Europe/Berlin" };
  const days = (from: string) => intervals(halfPastTwo, from, 3).map(([start]) => start.slice(0, 10));
  expect(days("2026-03-28T00:00:00Z")).toEqual(["2026-03-28", "2026-03-29", "2026-03-30"]);
  expect(days("2026-10-24T00:00:00Z")).toEqual(["2026-10-24", "2026-10-25", "2026-10-26"]);
});

test("nothing begins at or after the end of a schedule", () => {
  const schedule = { ...base, timeZone: "UTC", end: new Date("2026-01-03T00:00:00Z") };
  expect(intervals(schedule, "2026-01-01T00:00:00Z", 9).map(([start]) => start)).toEqual([
    "2026-01-01T00:00",
    "2026-01-02T00:00",
  ]);
});

test("without catch-up only the latest whole interval is left of what was missed", () => {
  const schedule = { ...base, timeZone: "Asia/Seoul", catchup: false };
  const next = nextInterval(schedule, new Date("2026-01-01T15:00:00Z"), new Date("2026-02-10T03:00:00Z"));
  expect(next).toEqual({ start: new Date("2026-02-08T15:00:00Z"), end: new Date("2026-02-09T15:00:00Z") });
});

test("with catch-up, intervals follow each other without a gap or an overlap in any zone", () => {
  const zones = fc.constantFrom(
    "UTC",
    "Asia/Seoul",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
  );
  const crons = fc.constantFrom("0 0 * * *", "*/15 * * * *", "0 */6 * * *", "30 1 * * 1-5", "0 9 1 * *");
  const starts = fc.date({ min: new Date("2026-01-01"), max: new Date("2026-12-01"), noInvalidDate: true });
  fc.assert(
    fc.property(zones, crons, starts, (timeZone, cron, start) => {
      const schedule = { ...base, cron, timeZone, start };
      let last: Date | null = null;
      for (let n = 0; n < 5; n++) {
        const next = nextInterval(schedule, last, late);
        if (!next) return;
        expect(next.end.getTime()).toBeGreaterThan(next.start.getTime());
        if (last) expect(next.start).toEqual(last);
        last = next.end;
      }
    }),
    { numRuns: 20 },
  );
});

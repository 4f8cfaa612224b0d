import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cronFires } from "./cron-fires";

const MINUTE_MS = 60_000;
/** These expressions always fire again. */
const some = (fire: Date | null): Date => fire ?? new Date(Number.NaN);

/** Fires after `from`, as UTC times. */
function firesFrom(cron: string, timeZone: string, from: string, count: number): string[] {
  const fires = cronFires(cron, timeZone);
  const found: string[] = [];
  for (let at = new Date(from); found.length < count; ) {
    at = some(fires.after(at));
    found.push(at.toISOString().slice(5, 16));
  }
  return found;
}

test.each([
  [
    "half an hour back, fixed hours",
    "0 */6 * * *",
    "Australia/Lord_Howe",
    "2026-04-04T12:59:59.999Z",
    ["04-04T13:00", "04-04T19:30", "04-05T01:30"],
  ],
  [
    "half an hour back, a time shown twice",
    "45 1 * * *",
    "Australia/Lord_Howe",
    "2026-04-03T15:00:00Z",
    ["04-04T14:45", "04-05T15:15"],
  ],
  [
    "half an hour back, each quarter of an hour",
    "*/15 * * * *",
    "Australia/Lord_Howe",
    "2026-04-04T14:20:00Z",
    ["04-04T14:30", "04-04T14:45", "04-04T15:00", "04-04T15:15", "04-04T15:30"],
  ],
  [
    "half an hour forward, a time jumped over",
    "0 2 * * *",
    "Australia/Lord_Howe",
    "2026-10-02T16:00:00Z",
    ["10-03T15:30", "10-04T15:00"],
  ],
  [
    "an hour forward, each quarter of an hour",
    "*/15 * * * *",
    "Europe/Berlin",
    "2026-03-29T00:40:00Z",
    ["03-29T00:45", "03-29T01:00", "03-29T01:15"],
  ],
  [
    "an hour forward, two times that become one",
    "0 2,3 * * *",
    "Europe/Berlin",
    "2026-03-28T12:00:00Z",
    ["03-29T01:00", "03-30T00:00", "03-30T01:00"],
  ],
  [
    "an hour back, each half hour",
    "*/30 * * * *",
    "Europe/Berlin",
    "2026-10-25T00:00:00Z",
    ["10-25T00:30", "10-25T01:00", "10-25T01:30", "10-25T02:00"],
  ],
  [
    "an hour forward at a quarter to three, times put off beyond one that is not",
    "10-50/20 1-3 * * 0",
    "Pacific/Chatham",
    "2026-09-26T13:10:00Z",
    ["09-26T13:25", "09-26T13:45", "09-26T14:05", "09-26T14:25", "09-26T14:45", "10-03T11:25"],
  ],
  [
    "a midnight jumped over",
    "0 0 * * *",
    "Africa/Cairo",
    "2026-04-22T22:30:00Z",
    ["04-23T22:00", "04-24T21:00"],
  ],
  [
    "a whole day that an island left out",
    "0 12 * * *",
    "Pacific/Apia",
    "2011-12-28T23:00:00Z",
    ["12-29T22:00", "12-30T22:00", "12-31T22:00"],
  ],
] satisfies [string, string, string, string, string[]][])("%s", (_, cron, timeZone, from, expected) => {
  expect(firesFrom(cron, timeZone, from, expected.length)).toEqual(expected);
});

const ZONES = ["UTC", "Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham"];
const CRONS = [
  "*/15 * * * *",
  "30 * * * *",
  "0 */6 * * *",
  "30 2 * * *",
  "10-50/20 1-3 * * 0",
  "0 9 1 * *",
  "0 12 L * *",
  "0 0 * * FRI#2",
  "0 0 ? * 1L",
  "5/15 8-18 1-15 * 1-5",
  "0 0 29 2 *",
];
/** Half the days are near a change of these zones' clocks. */
const DAYS = ["2026-03-08", "2026-04-04", "2026-09-26", "2026-10-03", "2026-11-01"];
const instants = fc.oneof(
  fc.date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true }),
  fc
    .tuple(fc.constantFrom(...DAYS), fc.integer({ min: -1_440, max: 2_880 }))
    .map(([day, minutes]) => new Date(Date.parse(day) + minutes * MINUTE_MS)),
);

test("what comes before is what comes after, read backwards, in any zone and at any change of its clocks", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.constantFrom(...CRONS), instants, (zone, cron, from) => {
      const fires = cronFires(cron, zone);
      const forwards = [some(fires.after(from))];
      for (let last = from; forwards.length < 8; ) {
        last = some(fires.after(forwards.at(-1) ?? last));
        forwards.push(last);
      }
      const backwards = [some(fires.before(new Date((forwards.at(-1)?.getTime() ?? 0) + 1)))];
      while (backwards.length < 8) backwards.push(some(fires.before(backwards.at(-1) ?? from)));
      expect(backwards.reverse()).toEqual(forwards);
      const seen = [from, ...forwards].map((at) => at.getTime());
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    }),
    { numRuns: 300 },
  );
});

test("an expression that names every hour fires whenever the clock shows what it names, and never else", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instants, (zone, from) => {
      const shows = new Intl.DateTimeFormat("en", { timeZone: zone, minute: "numeric" });
      const start = Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS;
      const named: number[] = [];
      for (let at = start + MINUTE_MS; named.length < 5; at += MINUTE_MS)
        if (Number(shows.format(at)) % 15 === 0) named.push(at);
      const fires = cronFires("*/15 * * * *", zone);
      const found: number[] = [];
      for (let at = new Date(start); found.length < 5; found.push(at.getTime())) at = some(fires.after(at));
      expect(found).toEqual(named);
    }),
    { numRuns: 100 },
  );
});

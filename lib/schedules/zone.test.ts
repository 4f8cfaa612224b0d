import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronFires } from "./cron-fires";
import { dayIn, instantIn } from "./zone";

describe("a written day or time", () => {
  it.each([
    ["2026-01-31", "UTC", "2026-01-31T00:00:00.000Z"],
    ["2026-01-31", "Asia/Seoul", "2026-01-30T15:00:00.000Z"],
    ["2026-01-31", "Asia/Kolkata", "2026-01-30T18:30:00.000Z"],
    ["2026-01-31", "Europe/Berlin", "2026-01-30T23:00:00.000Z"],
    ["2026-07-31", "Europe/Berlin", "2026-07-30T22:00:00.000Z"],
    ["2026-01-31", "Pacific/Auckland", "2026-01-30T11:00:00.000Z"],
    ["2026-01-31", "America/New_York", "2026-01-31T05:00:00.000Z"],
    // The days on which clocks change.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z"],
    ["2026-11-02", "America/New_York", "2026-11-02T05:00:00.000Z"],
    // Midnight does not exist, comes twice, or the whole day was left out.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"],
    ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z"],
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    // A time that clocks show twice, and one that they never show.
    ["2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    ["2026-01-31T06:00", "America/New_York", "2026-01-31T11:00:00.000Z"],
    ["2026-01-31T06:00:00.5", "America/New_York", "2026-01-31T11:00:00.500Z"],
    // An offset wins.
    ["2026-01-31T06:00:00+09:00", "America/New_York", "2026-01-30T21:00:00.000Z"],
    ["2026-01-31T06:00-03:30", "America/New_York", "2026-01-31T09:30:00.000Z"],
    ["2026-01-31T06:00:00Z", "Asia/Seoul", "2026-01-31T06:00:00.000Z"],
  ])("%s in %s is %s", (text, zone, instant) => expect(instantIn(zone, text).toISOString()).toBe(instant));

  it.each([
    ["2026-11-09T15:00:00Z", "Asia/Seoul", "2026-11-10"],
    ["2026-11-09T14:59:59.999Z", "Asia/Seoul", "2026-11-09"],
    ["2026-11-09T18:30:00Z", "Asia/Kolkata", "2026-11-10"],
    ["2026-11-09T23:00:00Z", "Europe/Berlin", "2026-11-10"],
    ["2026-11-09T11:00:00Z", "Pacific/Auckland", "2026-11-10"],
    ["2026-11-10T05:00:00Z", "America/New_York", "2026-11-10"],
    ["2026-11-10T04:59:00Z", "America/New_York", "2026-11-09"],
    ["2026-04-23T22:00:00Z", "Africa/Cairo", "2026-04-24"],
  ])("%s in %s is in the day %s", (at, zone, day) => expect(dayIn(zone, new Date(at))).toBe(day));

  it("is a day that begins when the daily schedule fires, and is in itself, in any zone and at any change of its clocks", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    const days = fc
      .integer({ min: 0, max: 730 })
      .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.constantFrom(...zones), days, (zone, day) => {
        const start = instantIn(zone, day);
        expect(dayIn(zone, start)).toBe(day);
        expect(cronFires("0 0 * * *", zone).after(new Date(start.getTime() - 1))).toEqual(start);
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, it, test } from "vitest";
import { addDays, dayOf, daysBefore, daysBetween } from "./day";
import { ranges } from "./history";
import { dayOfRawKey, keys } from "./keys";

describe("dayOf", () => {
  it.each([
    ["the interval's start", {}, "2001-01-31T00:00:00.000Z", "2001-01-31"],
    ["the parameter before it", { date: "2001-02-24" }, "2026-01-01T00:00:00.000Z", "2001-02-24"],
    ["an empty parameter is none", { date: "" }, "2001-06-30T00:00:00.000Z", "2001-06-30"],
  ])("%s", (_name, params, start, day) => {
    expect(dayOf(params, start)).toBe(day);
  });

  it.each([
    ["no day at all", {}, null, /give the parameter date/],
    ["a day that does not exist", { date: "2001-02-29" }, null, /"2001-02-29", not a day/],
    ["a form of its own", { date: "24.02.2001" }, null, /"24.02.2001", not a day/],
    ["before the source", { date: "2000-12-31" }, null, /holds \[2001-01-01, 2001-07-01\)/],
    ["the end, which is not in it", { date: "2001-07-01" }, null, /There are no flights of 2001-07-01/],
    ["a run of today", {}, "2026-11-25T10:00:00.000Z", /There are no flights of 2026-11-25/],
  ])("%s is refused", (_name, params, start, message) => {
    expect(() => dayOf(params, start)).toThrow(message);
  });
});

test.each([
  ["2001-01-31", 1, "2001-02-01"],
  ["2001-03-01", -1, "2001-02-28"],
  ["2000-02-28", 1, "2000-02-29"],
  ["2001-01-01", -1, "2000-12-31"],
])("%s and %i days is %s", (day, days, expected) => {
  expect(addDays(day, days)).toBe(expected);
});

test("a range holds its start and not its end", () => {
  expect(daysBetween("2001-02-27", "2001-03-02")).toEqual(["2001-02-27", "2001-02-28", "2001-03-01"]);
  expect(daysBetween("2001-03-02", "2001-03-02")).toEqual([]);
});

test.each([
  ["2001-02-10", 28, "2001-01-13"],
  ["2001-01-10", 28, "2001-01-01"],
  ["2001-01-01", 7, "2001-01-01"],
])("the days before %s never hold it, nor days before the source", (day, days, from) => {
  expect(daysBefore(day, days)).toEqual({ from, to: day });
});

test("days that follow one another are one range", () => {
  expect(ranges(["2001-01-30", "2001-01-31", "2001-02-01", "2001-02-03"])).toEqual([
    { from: "2001-01-30", to: "2001-02-02" },
    { from: "2001-02-03", to: "2001-02-04" },
  ]);
  expect(ranges([])).toEqual([]);
});

test("a raw key gives its day back; others give none", () => {
  expect(dayOfRawKey(keys.rawParquet("2001-01-31"))).toBe("2001-01-31");
  expect(dayOfRawKey(keys.rawCsv("2001-01-31"))).toBeNull();
  expect(dayOfRawKey("raw/flights/date=2001-01-31.parquet.part")).toBeNull();
});

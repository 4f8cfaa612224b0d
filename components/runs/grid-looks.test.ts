import { describe, expect, it } from "vitest";
import type { NamedRun } from "@/lib/client/run-name";
import { axisOf, shortNames } from "./grid-axis";
import { barTop } from "./grid-bars";
import { middleOf, namesPx, textPx } from "./grid-names";

const reader = { locale: "en", zone: "UTC", now: new Date("2026-11-28T13:00:00Z") };
const at = (instant: string, hours: number | null): NamedRun & { queued_at: string } => ({
  run_key: `scheduled__${instant}`,
  run_type: hours === null ? "manual" : "scheduled",
  logical_date: hours === null ? null : instant,
  data_interval_start: instant,
  data_interval_end: new Date(Date.parse(instant) + (hours ?? 0) * 3_600_000).toISOString(),
  time_zone: "UTC",
  queued_at: instant,
});
const daily = (from: string, count: number) =>
  Array.from({ length: count }, (_, back) =>
    at(new Date(Date.parse(from) - back * 86_400_000).toISOString(), 24),
  );
const hourly = (from: string, count: number) =>
  Array.from({ length: count }, (_, back) =>
    at(new Date(Date.parse(from) - back * 3_600_000).toISOString(), 1),
  );
const labels = (runs: readonly (NamedRun & { queued_at: string })[], locale = "en") =>
  axisOf(runs, { ...reader, locale }).flatMap(({ label }, column) =>
    label === null ? [] : [`${column} ${label}`],
  );
const lines = (runs: readonly (NamedRun & { queued_at: string })[]) =>
  axisOf(runs, reader).flatMap(({ isLine }, column) => (isLine ? [column] : []));

describe("the time axis", () => {
  it.each([
    [
      "days have their date, every third",
      daily("2026-11-27T00:00:00Z", 7),
      ["0 27 Nov", "3 24 Nov", "6 21 Nov"],
    ],
    ["another year is said once", daily("2001-01-03T00:00:00Z", 8), ["0 3 Jan 2001", "4 30 Dec 2000"]],
    [
      "hours of one day have their time",
      hourly("2026-11-28T12:00:00Z", 7),
      ["0 28 Nov", "3 09:00", "6 06:00"],
    ],
    ["and their day where it is another", hourly("2026-11-28T01:00:00Z", 4), ["0 28 Nov", "3 27 Nov"]],
    ["a manual run is where it was asked for", [at("2026-11-28T09:30:00Z", null)], ["0 28 Nov"]],
    ["of nothing", [], []],
  ])("%s", (_, runs, expected) => expect(labels(runs)).toEqual(expected));
  it("speaks Korean", () => {
    expect(labels(daily("2001-01-03T00:00:00Z", 5), "ko")).toEqual([
      "0 2001년 1월 3일",
      "4 2000년 12월 30일",
    ]);
  });
  it("has a line where another month begins, or another day of many runs", () => {
    expect(lines(daily("2026-03-03T00:00:00Z", 5))).toEqual([3]);
    expect(lines(hourly("2026-11-28T02:00:00Z", 9))).toEqual([3]);
    expect(lines([])).toEqual([]);
  });
});

it.each([
  ["one that is far out is cut at four medians", [10, 11, 9, 10, 1_000], 40],
  ["the longest is whole where it is not far out", [10, 11, 9, 30], 30],
  ["runs without a duration do not count", [null, 0, 20, null], 20],
  ["of nothing", [], 1],
])("the height of bars: %s", (_, durations, top) => expect(barTop(durations)).toBe(top));

describe("the names of tasks", () => {
  const long = "layer_0_very_long_task_name_that_ends_with_17";
  it("have the width that the longest needs, and at most their share", () => {
    expect(namesPx(["a", "b"], 1_100)).toBe(120);
    expect(namesPx(["a", long], 1_100)).toBeGreaterThan(textPx(long));
    expect(namesPx(["a", long], 360)).toBe(151);
    expect(namesPx([], 0)).toBe(120);
  });
  it("are whole where there is room, else their two ends are", () => {
    expect(middleOf(long, 1_000)).toBe(long);
    const cut = middleOf(long, 130);
    expect(cut).toMatch(/^layer_.*….*with_17$/);
    expect(textPx(cut)).toBeLessThanOrEqual(130);
    expect(middleOf("학습_데이터_준비_작업_일일_집계", 80)).toMatch(/^학.*….*집계$/);
    expect(middleOf(long, 0)).toMatch(/^.?….{1,2}$/);
  });
});

it.each([
  ["days", daily("2026-11-27T00:00:00Z", 2), ["27 Nov", "26 Nov"]],
  ["days of two years", daily("2001-01-01T00:00:00Z", 2), ["1 Jan 2001", "31 Dec 2000"]],
  ["hours of a day", hourly("2026-11-28T12:00:00Z", 2), ["12:00", "11:00"]],
  ["hours of two days", hourly("2026-11-28T00:00:00Z", 3), ["28 Nov 00:00", "27 Nov 23:00", "27 Nov 22:00"]],
  ["one run", hourly("2026-11-28T12:00:00Z", 1), ["28 Nov"]],
])("the short names of %s tell them apart", (_, runs, names) =>
  expect(shortNames(runs, reader)).toEqual(names),
);

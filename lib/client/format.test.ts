import { describe, expect, it } from "vitest";
import {
  absoluteTime,
  bytes,
  calendarDate,
  compactNumber,
  duration,
  middleTruncate,
  number,
  percent,
  relativeTime,
  zoneName,
} from "./format";

const now = new Date("2026-11-23T13:15:07.250Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe("relativeTime", () => {
  it.each([
    [0, "now", "지금"],
    [12, "12 sec. ago", "12초 전"],
    [180, "3 min. ago", "3분 전"],
    [3599, "59 min. ago", "59분 전"],
    [7300, "2 hr. ago", "2시간 전"],
    [86_400 * 3, "3 days ago", "3일 전"],
    [86_400 * 70, "2 mo. ago", "2개월 전"],
    [-7300, "in 2 hr.", "2시간 후"],
  ])("%i s ago reads %s and %s", (seconds, en, ko) => {
    expect(relativeTime(ago(seconds), now, "en")).toBe(en);
    expect(relativeTime(ago(seconds), now, "ko")).toBe(ko);
  });
});

describe("absoluteTime", () => {
  it("names its zone and is the same in every language", () => {
    expect(absoluteTime(now, "Asia/Seoul")).toBe("2026-11-23 22:15:07 KST");
    expect(absoluteTime(now, "UTC", { ms: true })).toBe("2026-11-23 13:15:07.250 UTC");
    expect(absoluteTime(now, "UTC", { seconds: false })).toBe("2026-11-23 13:15 UTC");
  });

  it("follows daylight saving time", () => {
    expect(absoluteTime(new Date("2026-03-08T06:59:59Z"), "America/New_York")).toBe(
      "2026-03-08 01:59:59 EST",
    );
    expect(absoluteTime(new Date("2026-03-08T07:00:00Z"), "America/New_York")).toBe(
      "2026-03-08 03:00:00 EDT",
    );
  });

  it("writes midnight as 00, and the zone's own date", () => {
    expect(absoluteTime(new Date("2026-01-01T15:00:00Z"), "Asia/Seoul")).toBe("2026-01-02 00:00:00 KST");
    expect(calendarDate(new Date("2026-01-01T15:00:00Z"), "Asia/Seoul")).toBe("2026-01-02");
    expect(zoneName(now, "UTC")).toBe("UTC");
  });
});

describe("duration", () => {
  it.each([
    [0, "0ms", "0초"],
    [840, "840ms", "0.84초"],
    [307.9, "307ms", "0.307초"],
    [9_290, "9.2s", "9.2초"],
    [59_999, "59s", "59초"],
    [175_000, "2m 55s", "2분 55초"],
    [249_000, "4m 09s", "4분 9초"],
    [3_849_000, "1h 04m 09s", "1시간 4분 9초"],
    [86_400_000 * 3 + 4 * 3_600_000, "3d 04h", "3일 4시간"],
    [-1500, "-1.5s", "-1.5초"],
    [Number.NaN, "", ""],
  ])("%d ms is %s and %s", (ms, en, ko) => {
    expect(duration(ms, "en")).toBe(en);
    expect(duration(ms, "ko")).toBe(ko);
  });

  it("ticks in whole seconds while it grows", () => {
    expect(duration(840, "en", false)).toBe("0s");
    expect(duration(3_900, "ko", false)).toBe("3초");
  });
});

it("bytes uses binary units by their names", () => {
  expect([0, 512, 1536, 10 * 1024, 3 * 1024 ** 3].map((size) => bytes(size))).toEqual([
    "0 B",
    "512 B",
    "1.5 KiB",
    "10 KiB",
    "3 GiB",
  ]);
});

it("numbers follow the language", () => {
  expect(number(1234567.891, "en")).toBe("1,234,567.89");
  expect(compactNumber(12_300, "en")).toBe("12.3K");
  expect(compactNumber(12_300, "ko")).toBe("1.2만");
  expect(percent(0.2048, "en")).toBe("20.5%");
});

it("middleTruncate keeps both ends and leaves short text alone", () => {
  expect(middleTruncate("run_01J8Z0K3QZT9ABCDEF")).toBe("run_01J8…ABCDEF");
  expect(middleTruncate("run_01J8")).toBe("run_01J8");
});

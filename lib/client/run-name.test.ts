import { expect, it } from "vitest";
import { type NamedRun, runName } from "./run-name";

const now = new Date("2026-11-28T13:00:00Z");
const daily = (day: string, time_zone: string | null = "UTC", hours = 24): NamedRun => ({
  run_key: `backfill__${day}`,
  run_type: "backfill",
  logical_date: day,
  data_interval_start: day,
  data_interval_end: new Date(Date.parse(day) + hours * 3_600_000).toISOString(),
  time_zone,
});
const manual = (run_key: string, logical_date: string | null = null): NamedRun => ({
  run_key,
  run_type: "manual",
  logical_date,
  data_interval_start: logical_date,
  data_interval_end: logical_date,
  time_zone: null,
});

it.each<[string, NamedRun, string, string, string]>([
  ["a day", daily("2001-01-31T00:00:00.000Z"), "UTC", "31 Jan 2001", "2001년 1월 31일"],
  [
    "a day is the same day to every reader",
    daily("2001-01-31T00:00:00.000Z"),
    "Asia/Seoul",
    "31 Jan 2001",
    "2001년 1월 31일",
  ],
  [
    "a day of another zone",
    daily("2001-01-30T15:00:00.000Z", "Asia/Seoul"),
    "UTC",
    "31 Jan 2001",
    "2001년 1월 31일",
  ],
  [
    "a day of 23 hours",
    daily("2026-03-08T05:00:00.000Z", "America/New_York", 23),
    "Asia/Seoul",
    "8 Mar 2026",
    "2026년 3월 8일",
  ],
  [
    "a month by its first day",
    daily("2026-02-01T00:00:00.000Z", "UTC", 28 * 24),
    "UTC",
    "1 Feb 2026",
    "2026년 2월 1일",
  ],
  [
    "an hour at midnight is a moment",
    daily("2026-11-28T00:00:00.000Z", "UTC", 1),
    "UTC",
    "28 Nov 00:00",
    "11월 28일 00:00",
  ],
  [
    "an hour in the reader's zone",
    daily("2026-11-28T12:00:00.000Z", "UTC", 1),
    "Asia/Seoul",
    "28 Nov 21:00",
    "11월 28일 21:00",
  ],
  [
    "a moment of another year",
    daily("2025-11-28T12:15:00.000Z", "UTC", 1),
    "UTC",
    "28 Nov 2025 12:15",
    "2025년 11월 28일 12:15",
  ],
  [
    "a day that begins at another hour",
    daily("2026-11-27T03:00:00.000Z"),
    "UTC",
    "27 Nov 03:00",
    "11월 27일 03:00",
  ],
  [
    "asked for by hand",
    manual("manual__2026-11-28T12:44:53.613Z"),
    "Asia/Seoul",
    "28 Nov 21:44",
    "11월 28일 21:44",
  ],
  [
    "two in one millisecond",
    manual("manual__2026-11-28T12:44:53.613Z_AB12CD"),
    "UTC",
    "28 Nov 12:44",
    "11월 28일 12:44",
  ],
  [
    "by hand for a date",
    manual("manual__2001-01-31T00:00:00.000Z", "2001-01-31T00:00:00.000Z"),
    "Asia/Seoul",
    "31 Jan 2001",
    "2001년 1월 31일",
  ],
  [
    "a key of one's own",
    manual("release-1.2", "2001-01-31T00:00:00.000Z"),
    "UTC",
    "release-1.2",
    "release-1.2",
  ],
  [
    "a key that only begins like ours",
    manual("manual__release"),
    "UTC",
    "manual__release",
    "manual__release",
  ],
])("%s", (_, run, zone, en, ko) => {
  expect(runName(run, { locale: "en", zone, now }).text).toBe(en);
  expect(runName(run, { locale: "ko", zone, now }).text).toBe(ko);
});

it("tells what kind of name it is", () => {
  const reader = { locale: "en", zone: "UTC", now };
  expect(runName(manual("manual__2026-11-28T12:44:53.613Z"), reader).kind).toBe("manual");
  expect(runName(daily("2001-01-31T00:00:00.000Z"), reader).kind).toBe("date");
  expect(runName(manual("release"), reader).kind).toBe("key");
});

import { describe, expect, it } from "vitest";
import { bucketMs, fillBuckets } from "./buckets";

const at = (iso: string) => new Date(iso);
const HOUR = 3_600_000;

describe("bucketMs", () => {
  it.each([
    ["15 minutes", 0.25, 60_000],
    ["a day", 24, HOUR / 2],
    ["a week", 168, 6 * HOUR],
    ["90 days", 2160, 7 * 24 * HOUR],
  ])("%s", (_name, hours, step) => {
    const end = at("2026-11-24T00:00:00Z");
    expect(bucketMs(new Date(end.getTime() - hours * HOUR), end)).toBe(step);
  });

  it("never makes more than 48 bars", () => {
    const start = at("1990-01-01T00:00:00Z");
    const end = at("2026-11-24T00:00:00Z");
    expect((end.getTime() - start.getTime()) / bucketMs(start, end)).toBeLessThanOrEqual(48);
  });
});

it("fillBuckets keeps empty bars and drops what lies outside", () => {
  const start = at("2026-11-24T00:10:00Z");
  const end = at("2026-11-24T03:00:00Z");
  const first = Math.floor(start.getTime() / HOUR);
  const rows = [
    { bucket: first, state: "success", count: 2 },
    { bucket: first, state: "failed", count: 1 },
    { bucket: first + 9, state: "success", count: 5 },
  ];
  expect(fillBuckets(rows, start, end, HOUR)).toEqual([
    { start: "2026-11-24T00:00:00.000Z", counts: { success: 2, failed: 1 } },
    { start: "2026-11-24T01:00:00.000Z", counts: {} },
    { start: "2026-11-24T02:00:00.000Z", counts: {} },
  ]);
});

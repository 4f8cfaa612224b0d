import { describe, expect, it } from "vitest";
import {
  DEFAULT_RANGE,
  fromTyped,
  lastOf,
  parseInstant,
  rangeOrDefault,
  resolveRange,
  shiftRange,
  toTyped,
  zoomOut,
} from "./time-range";

const now = new Date("2026-11-24T00:00:00.000Z");

describe("parseInstant", () => {
  it.each([
    ["now", "2026-11-24T00:00:00.000Z"],
    ["now-24h", "2026-11-23T00:00:00.000Z"],
    ["now-15m", "2026-11-23T23:45:00.000Z"],
    ["now-2w", "2026-11-10T00:00:00.000Z"],
    ["2026-11-23T09:00:00+09:00", "2026-11-23T00:00:00.000Z"],
    ["2026-11-23T00:00Z", "2026-11-23T00:00:00.000Z"],
  ])("%s is %s", (text, iso) => {
    expect(parseInstant(text, now)?.toISOString()).toBe(iso);
  });

  it.each([
    "",
    "now-",
    "now-1y",
    "now+1h",
    "yesterday",
    "2026-11-23",
    "2026-13-45T00:00Z",
    "now-999999h",
    "1763942400000",
  ])("%j is not an instant", (text) => {
    expect(parseInstant(text, now)).toBeNull();
  });
});

describe("ranges", () => {
  it("need their start before their end", () => {
    expect(resolveRange({ from: "now", to: "now-1h" }, now)).toBeNull();
    expect(resolveRange({ from: "now-1h", to: "now" }, now)?.start.toISOString()).toBe(
      "2026-11-23T23:00:00.000Z",
    );
  });

  it("what makes no sense becomes the last day", () => {
    expect(rangeOrDefault("<script>", null, now)).toEqual(DEFAULT_RANGE);
    expect(rangeOrDefault("now", "now-3h", now)).toEqual(DEFAULT_RANGE);
    expect(rangeOrDefault("now-7d", null, now)).toEqual({ from: "now-7d", to: "now" });
  });

  it("know how to be named", () => {
    expect(lastOf({ from: "now-24h", to: "now" })).toEqual({ count: 24, unit: "hours" });
    expect(lastOf({ from: "now-2w", to: "now" })).toEqual({ count: 14, unit: "days" });
    expect(lastOf({ from: "now-24h", to: "now-1h" })).toBeNull();
  });

  it("shift by half, and zoom out around their middle", () => {
    const day = { from: "2026-11-22T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z" };
    expect(shiftRange(day, now, -0.5)).toEqual({
      from: "2026-11-21T12:00:00.000Z",
      to: "2026-11-22T12:00:00.000Z",
    });
    expect(zoomOut(day, now)).toEqual({ from: "2026-11-21T12:00:00.000Z", to: "2026-11-23T12:00:00.000Z" });
    expect(zoomOut({ from: "now-1h", to: "now" }, now)).toEqual({ from: "now-120m", to: "now" });
  });
});

describe("typed times", () => {
  it("are read in the zone shown", () => {
    expect(fromTyped("2026-11-23 09:00", "Asia/Seoul", now)).toBe("2026-11-23T00:00:00.000Z");
    expect(fromTyped("2026-11-23", "UTC", now)).toBe("2026-11-23T00:00:00.000Z");
    expect(fromTyped(" now-6h ", "UTC", now)).toBe("now-6h");
    expect(fromTyped("soon", "UTC", now)).toBeNull();
  });

  it("survive a change to and from summer time", () => {
    const zone = "America/New_York";
    for (const wall of ["2026-03-08 00:30:00", "2026-03-08 03:30:00", "2026-11-01 12:00:00"]) {
      expect(toTyped(fromTyped(wall, zone, now) ?? "", zone, now)).toBe(wall);
    }
  });
});

import { describe, expect, it } from "vitest";
import { boundsOf } from "./period";

const now = new Date("2026-11-29T03:30:00Z");
const of = (when: string | null, zone = "UTC", from: string | null = null, to: string | null = null) =>
  boundsOf({ when, from, to }, zone, now);

describe("boundsOf", () => {
  it.each([
    ["today", "UTC", "2026-11-29T00:00:00.000Z", null],
    ["yesterday", "UTC", "2026-11-28T00:00:00.000Z", "2026-11-29T00:00:00.000Z"],
    // Noon in Seoul, and still the day before in New York.
    ["yesterday", "Asia/Seoul", "2026-11-27T15:00:00.000Z", "2026-11-28T15:00:00.000Z"],
    ["today", "America/New_York", "2026-11-28T05:00:00.000Z", null],
    ["24h", "UTC", "2026-11-28T03:30:00.000Z", null],
    ["7d", "UTC", "2026-11-22T03:30:00.000Z", null],
  ])("%s in %s", (when, zone, from, before) => {
    expect(of(when, zone)).toEqual({ from, before });
  });

  it("a day in which the clocks change has its own length", () => {
    const after = new Date("2026-10-26T12:00:00Z");
    expect(boundsOf({ when: "yesterday", from: null, to: null }, "Europe/Berlin", after)).toEqual({
      from: "2026-10-24T22:00:00.000Z",
      before: "2026-10-25T23:00:00.000Z",
    });
  });

  it("ends of a link are instants or go with the clock; what cannot be read is open", () => {
    expect(of(null, "UTC", "now-1h", "now")).toEqual({ from: "2026-11-29T02:30:00.000Z", before: null });
    expect(of(null, "UTC", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z")).toEqual({
      from: "2026-11-01T00:00:00.000Z",
      before: "2026-11-02T00:00:00.000Z",
    });
    expect(of("some day", "UTC", "soon", null)).toEqual({ from: null, before: null });
  });
});

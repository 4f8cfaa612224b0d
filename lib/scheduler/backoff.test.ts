import { describe, expect, it } from "vitest";
import { createBackoff } from "./backoff";

describe("backoff", () => {
  it("holds an item twice as long each time it fails, up to 64 s, and not at all once it has passed", () => {
    const backoff = createBackoff();
    const waits: number[] = [];
    let now = 0;
    for (let failure = 0; failure < 9; failure++) {
      backoff.failed("a", now, true);
      const from = now;
      while (backoff.isHeld("a", now)) now += 500;
      waits.push(now - from);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 64_000, 64_000]);
    expect(backoff.isHeld("b", now)).toBe(false);
    backoff.failed("a", now, true);
    backoff.passed("a");
    expect(backoff.isHeld("a", now)).toBe(false);
  });

  it("does not make an item wait longer for an outage of the store", () => {
    const backoff = createBackoff();
    for (let second = 0; second < 300; second++) backoff.failed("a", second * 1_000, false);
    expect(backoff.isHeld("a", 299_999)).toBe(true);
    expect(backoff.isHeld("a", 300_000)).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inTime } from "@/lib/testing/in-time";
import { finderOf } from "./find-text";

describe("finderOf", () => {
  it("finds what the engine finds, in texts of few letters above all", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "가"), maxLength: 400 });
    fc.assert(
      fc.property(letters, letters, fc.nat(400), fc.nat(120), (text, other, from, length) => {
        for (const wanted of [text.slice(from, from + length), other.slice(0, length)])
          expect(finderOf(wanted)(text)).toBe(text.includes(wanted));
      }),
    );
  });
  it.each([
    ["a period with a wrong beginning", `aab${"ab".repeat(240)}`, "ab"],
    ["one letter with a wrong beginning", `b${"a".repeat(499)}`, "a"],
    ["one letter with a wrong end", `${"a".repeat(499)}b`, "a"],
  ])("takes linear time: %s", (_, wanted, unit) => {
    const text = unit.repeat(20_000_000 / unit.length);
    expect(inTime(() => finderOf(wanted)(text))).toBe(false);
  });
});

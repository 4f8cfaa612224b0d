import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHeights } from "./heights";
import { anchorToReveal, topFor } from "./place";

describe("where lines are", () => {
  it("counts an unread line as one row", () => {
    const heights = createHeights(20);
    expect(heights.offset(200_000)).toBe(4_000_000);
    expect([heights.indexAt(0), heights.indexAt(19), heights.indexAt(20), heights.indexAt(-5)]).toEqual([
      0, 0, 1, 0,
    ]);
    expect(heights.knows(3)).toBe(false);
  });

  it("moves what comes after a line that is higher, and says what is news", () => {
    const heights = createHeights(20);
    expect(heights.set(499, 60)).toBe(true);
    expect(heights.set(499, 60)).toBe(false);
    expect(heights.set(3, 20)).toBe(false);
    expect([heights.knows(499), heights.knows(3), heights.knows(500)]).toEqual([true, true, false]);
    expect([heights.offset(499), heights.offset(500), heights.offset(1_000)]).toEqual([
      9_980, 10_040, 20_040,
    ]);
    expect([heights.indexAt(9_979), heights.indexAt(10_039), heights.indexAt(10_040)]).toEqual([
      498, 499, 500,
    ]);
    heights.set(499, 20);
    expect(heights.offset(1_000)).toBe(20_000);
    heights.set(499, 40);
    heights.clear();
    expect([heights.offset(1_000), heights.knows(499)]).toEqual([20_000, false]);
  });

  it("agrees with adding up, whatever is known and in which order it came", () => {
    const known = fc.array(fc.tuple(fc.nat(1_600), fc.integer({ min: 1, max: 9 })), { maxLength: 60 });
    fc.assert(
      fc.property(known, fc.nat(1_700), fc.nat(40_000), (lines, index, px) => {
        const heights = createHeights(20);
        const all = new Map<number, number>();
        for (const [line, rows] of lines) {
          heights.set(line, rows * 20);
          all.set(line, rows * 20);
        }
        const offset = (to: number) =>
          Array.from({ length: to }, (_, line) => all.get(line) ?? 20).reduce((sum, each) => sum + each, 0);
        expect(heights.offset(index)).toBe(offset(index));
        const at = heights.indexAt(px);
        expect(heights.offset(at)).toBeLessThanOrEqual(px);
        expect(heights.offset(at + 1)).toBeGreaterThan(px);
      }),
      { numRuns: 60 },
    );
  });
});

describe("how a line comes into view", () => {
  const heights = createHeights(20);
  heights.set(10, 60);
  const places = [
    { index: 3, top: 100, anchor: { index: 3, belowPx: 0 }, moved: 60 },
    { index: 5, top: 100, anchor: null },
    { index: 9, top: 100, anchor: null },
    // It ends at 260, and the view at 200.
    { index: 10, top: 100, anchor: { index: 10, belowPx: 40 }, moved: 160 },
    { index: 11, top: 100, anchor: { index: 11, belowPx: 80 }, moved: 180 },
  ];
  it.each(places)("line $index in a view of 100 px from $top", ({ index, top, anchor, moved }) => {
    const found = anchorToReveal(index, heights, top, 100);
    expect(found).toEqual(anchor);
    if (found) expect(topFor(found, heights, 1_000, 100)).toBe(moved);
  });

  it("counts from what is left when lines before it went", () => {
    const at = { index: 20, belowPx: 30 };
    expect(topFor(at, heights, 2_000, 100)).toBe(410);
    expect(topFor(at, heights, 2_000, 100, heights.offset(12))).toBe(130);
    expect(topFor(at, heights, 2_000, 100, heights.offset(20))).toBe(0);
  });
});

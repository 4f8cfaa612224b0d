import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smooth } from "./smooth";

const points = (values: readonly (number | null)[]) => values.map((y, x) => ({ x, y }));
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const weight = fc.double({ min: 0, max: 0.99, noNaN: true });

describe("smoothing", () => {
  it.each([
    [[1, 2, 3], 0, [1, 2, 3]],
    [[4, 4, 4], 0.9, [4, 4, 4]],
    [[0, 3], 0.5, [0, 2]],
    [[1, null, 1], 0.5, [1, null, 1]],
    [[null, 2, 4], 0.5, [null, 2, 10 / 3]],
    [[], 0.5, []],
  ])("%j by %d is %j", (values, by, expected) => {
    const smoothed = smooth(points(values), by).map(({ y }) => y);
    expect(smoothed).toHaveLength(expected.length);
    smoothed.forEach((y, index) => {
      const wanted = expected[index];
      if (wanted === null || wanted === undefined) expect(y).toBeNull();
      else expect(y).toBeCloseTo(wanted, 12);
    });
  });

  it("begins with the first value, stays within those seen, and moves no point along x", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), weight, (values, by) => {
        const smoothed = smooth(points(values), by);
        expect(smoothed.map(({ x }) => x)).toEqual(values.map((_, x) => x));
        expect(smoothed[0]?.y).toBeCloseTo(values[0] ?? 0, 6);
        smoothed.forEach(({ y }, index) => {
          const seen = values.slice(0, index + 1);
          expect(y).toBeGreaterThanOrEqual(Math.min(...seen) - 1e-3);
          expect(y).toBeLessThanOrEqual(Math.max(...seen) + 1e-3);
        });
      }),
    );
  });
});

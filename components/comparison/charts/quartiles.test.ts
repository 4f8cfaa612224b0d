import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxOf, quantile } from "./quartiles";

describe("quartiles", () => {
  it.each([
    [
      [1, 2, 3, 4],
      [1.75, 2.5, 3.25],
    ],
    [
      [1, 2, 3, 4, 5],
      [2, 3, 4],
    ],
    [[7], [7, 7, 7]],
    [
      [1, 2],
      [1.25, 1.5, 1.75],
    ],
  ])("of %j are %j, as NumPy has them", (values, expected) => {
    expect([0.25, 0.5, 0.75].map((share) => quantile(values, share))).toEqual(expected);
  });
});

describe("a box", () => {
  it("has whiskers to the last value within reach, and outliers beyond", () => {
    expect(boxOf([1, 2, 3, 4, 100])).toEqual({
      n: 5,
      low: 1,
      q1: 2,
      median: 3,
      q3: 4,
      high: 4,
      mean: 22,
      outliers: [100],
    });
  });
  it("of nothing is none", () => expect(boxOf([])).toBeNull());
  it("has its parts in order, loses no value and does not depend on the order given", () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const box = boxOf(values);
        expect(box).toEqual(boxOf(values.toReversed()));
        if (!box) return;
        const parts = [box.low, box.q1, box.median, box.q3, box.high];
        expect(parts).toEqual(parts.toSorted((a, b) => a - b));
        const inside = values.filter((one) => one >= box.low && one <= box.high);
        expect(inside.length + box.outliers.length).toBe(values.length);
      }),
    );
  });
});

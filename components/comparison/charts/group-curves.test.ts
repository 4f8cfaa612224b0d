import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupCurves } from "./group-curves";

const curve = (...pairs: [number, number | null][]) => {
  const points = pairs.map(([x, y]) => ({ x, y }));
  return { points, means: points };
};

describe("a group of curves", () => {
  it("has their mean, and their least and greatest", () => {
    const group = groupCurves([curve([0, 0], [2, 2]), curve([0, 4], [1, 4], [2, 4])], "minmax");
    expect(group.mean).toEqual([
      { x: 0, y: 2 },
      { x: 1, y: 2.5 },
      { x: 2, y: 3 },
    ]);
    expect(group.band[1]).toEqual({ x: 1, low: 1, high: 4 });
  });

  it("has a standard deviation, and none of one run", () => {
    const [one, other] = [curve([0, 1], [1, 1]), curve([0, 3])];
    const { band } = groupCurves([one, other], "std");
    expect(band[0]?.low).toBeCloseTo(2 - Math.SQRT2, 9);
    expect(band[1]).toEqual({ x: 1, low: 1, high: 1 });
  });

  it("never goes beyond the end of a run, nor over its gaps as if they were values", () => {
    const { mean } = groupCurves([curve([0, 0], [1, 0]), curve([2, 8], [3, null], [4, 8])], "minmax");
    expect(mean).toEqual([
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 2, y: 8 },
      { x: 3, y: 8 },
      { x: 4, y: 8 },
    ]);
  });

  it("keeps a peak between its places in the band, and out of the mean where averages are known", () => {
    const points = Array.from({ length: 1_000 }, (_, x) => ({ x, y: x === 501 ? 99 : 0 }));
    const means = Array.from({ length: 300 }, (_, at) => ({ x: at * 3.33, y: 0 }));
    const { mean, band } = groupCurves([{ points, means }], "minmax");
    expect(Math.max(...band.map(({ high }) => high))).toBe(99);
    expect(Math.max(...mean.map(({ y }) => y))).toBe(0);
  });

  it("is within the band, whatever the curves", () => {
    const y = fc.option(fc.double({ min: -1e3, max: 1e3, noNaN: true }));
    const any = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 500 }), y), { maxLength: 60 })
      .map((pairs) => curve(...[...new Map(pairs)].sort(([one], [other]) => one - other)));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), fc.constantFrom("minmax", "std"), (curves, kind) => {
        const { mean, band } = groupCurves(curves, kind);
        expect(band.map(({ x }) => x)).toEqual(mean.map(({ x }) => x));
        mean.forEach((point, at) => {
          expect(band[at]?.low).toBeLessThanOrEqual(point.y + 1e-9);
          expect(band[at]?.high).toBeGreaterThanOrEqual(point.y - 1e-9);
        });
      }),
    );
  });

  it("of nothing is nothing", () => expect(groupCurves([], "minmax")).toEqual({ mean: [], band: [] }));
});

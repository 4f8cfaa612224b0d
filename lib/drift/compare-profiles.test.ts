import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { compared } from "./compare";
import { comparedProfiles, profileDistance } from "./compare-profiles";
import { profileOf } from "./profile-values";

const repeat = (...counts: [unknown, number][]) =>
  counts.flatMap(([value, count]) => new Array<unknown>(count).fill(value));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const words = (count: number) => range(0, count).map((at) => `word ${at}`);
const both = (reference: unknown[], live: unknown[], fewest = 1) =>
  comparedProfiles(profileOf("x", reference), profileOf("x", live), fewest);

describe("two profiles", () => {
  test.each<[string, unknown[], unknown[], number, number | null]>([
    ["the same", range(0, 100), range(0, 100), 0, 0],
    // 0.25 * ln(0.75 / 0.5) - 0.25 * ln(0.25 / 0.5)
    [
      "two values, half of one moved",
      repeat([1, 50], [2, 50]),
      repeat([1, 75], [2, 25]),
      0.25 * Math.log(3),
      0.25,
    ],
    // (0.2 - 0.1) ln 2 + (0.8 - 0.9) ln(8 / 9); nulls are no part of KS
    [
      "one tenth of nulls, and two",
      repeat([1, 90], [null, 10]),
      repeat([1, 80], [null, 20]),
      0.1 * Math.log(2) - 0.1 * Math.log(8 / 9),
      0,
    ],
    // Each tenth but the first has the second half of the one before and the first of its own; nothing is below 5.
    [
      "a hundred numbers moved by half of a tenth",
      range(0, 100),
      range(5, 105),
      (0.05 - 0.1) * Math.log(0.5) + (0.15 - 0.1) * Math.log(1.5),
      0.05,
    ],
    // "c" became a third: (0.3 - 0.0001) ln 3000 - 0.1 ln(4 / 5) - 0.2 ln(3 / 5)
    [
      "a text that is new",
      repeat(["a", 50], ["b", 50]),
      repeat(["a", 40], ["b", 30], ["c", 30]),
      (0.3 - 0.0001) * Math.log(3_000) - 0.1 * Math.log(4 / 5) - 0.2 * Math.log(3 / 5),
      null,
    ],
    // "a" is not among the twenty most frequent, so that all texts are one bin.
    ["a text that is rare now", repeat(["a", 100]), [...words(50), ...words(50), "a"], 0, null],
  ])("of %s", (_name, reference, live, psi, ks) => {
    const found = both(reference, live);
    expect(found.psi).toBeCloseTo(psi, 12);
    if (ks === null) expect(found.ks).toBeNull();
    else expect(found.ks).toBeCloseTo(ks, 12);
  });

  it("have the bins of the reference", () => {
    const { bins } = both(
      repeat([0, 100], [5, 100], [null, 2]),
      repeat([-1, 10], [0, 40], [4, 20], [5, 30], [null, 1]),
    );
    expect(bins.map((bin) => [bin.reference, bin.live])).toEqual([
      [0, 10],
      [100, 40],
      [0, 20],
      [100, 30],
      [2, 1],
    ]);
  });

  it("say nothing of few rows, of two kinds, and of what has no order", () => {
    const many = range(0, 200);
    expect(both(many, many.slice(1), 200)).toMatchObject({ psi: null, level: "few_rows" });
    expect(both(many.slice(1), many, 200)).toMatchObject({ psi: null, level: "few_rows" });
    expect(both([], []).level).toBe("few_rows");
    expect(both(many, words(200)).level).toBe("no_reference");
    expect(both([[1]], [[1]]).level).toBe("no_reference");
    expect(both(many, new Array(200).fill(null)).level).toBe("no_reference");
  });
});

const numbers = fc.array(
  fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -5, max: 5 })),
  { minLength: 1, maxLength: 400 },
);

test("KS is never too large, and less than 0.02 too small", () => {
  fc.assert(
    fc.property(numbers, numbers, (reference, live) => {
      const [a, b] = [profileOf("x", reference), profileOf("x", live)];
      if (a.kind !== "number" || b.kind !== "number") throw new Error("Numbers are numbers");
      const share = (all: number[], x: number) => all.filter((value) => value <= x).length / all.length;
      const exact = Math.max(
        ...[...reference, ...live].map((x) => Math.abs(share(reference, x) - share(live, x))),
      );
      const found = profileDistance(a, b) ?? -1;
      expect(found).toBeLessThanOrEqual(exact + 1e-12);
      expect(found).toBeGreaterThan(exact - 0.02 - 1e-12);
    }),
  );
});

test("each share is that of the values themselves, but for 0.02", () => {
  fc.assert(
    fc.property(numbers, numbers, (reference, live) => {
      const found = both(reference, live).bins;
      const exact = compared(profileOf("x", reference), live, 1).bins;
      const place = (bin: (typeof found)[number]) => JSON.stringify({ ...bin, live: 0 });
      const shares = new Map(exact.map((bin) => [place(bin), bin.live / live.length]));
      for (const bin of found)
        expect(Math.abs(bin.live / live.length - (shares.get(place(bin)) ?? 0))).toBeLessThan(0.02 + 1e-12);
      expect(found.reduce((sum, bin) => sum + bin.live, 0)).toBeCloseTo(live.length, 9);
    }),
  );
});

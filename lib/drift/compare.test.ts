import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { binsOf } from "./bins";
import { columnOf } from "./column-of";
import { compared, largestDistance, levelOf, stabilityIndex } from "./compare";
import { profileOf } from "./profile-values";

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe("the stability index", () => {
  test.each<[string, number[], number[], number]>([
    ["the same", [50, 50], [5, 5], 0],
    // 0.25 * ln(0.75 / 0.5) - 0.25 * ln(0.25 / 0.5)
    ["two bins, half of one moved", [50, 50], [75, 25], 0.25 * Math.log(3)],
    // By hand: (0.1 - 0.3) ln(1/3) + (0.3 - 0.3) ln 1 + (0.6 - 0.4) ln 1.5
    ["three bins", [30, 30, 40], [1, 3, 6], 0.2 * Math.log(3) + 0.2 * Math.log(1.5)],
    ["a bin that is empty in both", [50, 0, 50], [75, 0, 25], 0.25 * Math.log(3)],
    // An empty bin has a share of 0.0001: (1 - 0.5) ln 2 + (0.0001 - 0.5) ln 0.0002
    ["a bin that became empty", [50, 50], [10, 0], 0.5 * Math.log(2) + (0.0001 - 0.5) * Math.log(0.0002)],
  ])("of %s", (_name, reference, live, psi) => {
    expect(stabilityIndex(reference, live)).toBeCloseTo(psi, 12);
  });

  test.each<[number, string]>([
    [0, "none"],
    [0.0999, "none"],
    [0.1, "moderate"],
    [0.2499, "moderate"],
    [0.25, "large"],
  ])("%d is called %s", (psi, level) => expect(levelOf(psi)).toBe(level));
});

describe("bins", () => {
  const shares = (values: unknown[]) =>
    binsOf(profileOf("x", values))?.reference.filter((count) => count > 0) ?? [];

  it("are tenths of numbers", () => expect(shares(range(0, 100))).toEqual(new Array(10).fill(10)));
  it("have one for nulls", () =>
    expect(shares([...range(0, 100), null, null])).toEqual([...new Array(10).fill(10), 2]));
  it("have one for a value that is a tenth or more", () => {
    const zeros = new Array(100).fill(0);
    const bins = compared(profileOf("x", [...zeros, ...range(1, 101)]), [0, 0.5, -1], 1).bins;
    expect(bins[0]).toMatchObject({ low: null, high: 0, has_high: false, reference: 0, live: 1 });
    expect(bins[1]).toMatchObject({
      low: 0,
      has_low: true,
      high: 0,
      has_high: true,
      reference: 100,
      live: 1,
    });
    expect(bins[2]).toMatchObject({ low: 0, has_low: false, live: 1 });
  });
  it("tell a constant from all else", () => {
    const profile = profileOf("x", new Array(300).fill(7));
    expect(compared(profile, new Array(300).fill(7), 200)).toMatchObject({ psi: 0, ks: 0, level: "none" });
    expect(compared(profile, new Array(300).fill(6), 200)).toMatchObject({ ks: 1, level: "large" });
    expect(compared(profile, new Array(300).fill(8), 200)).toMatchObject({ ks: 1, level: "large" });
  });
  it("take truth as 1 and 0, and texts of numbers as these", () => {
    const profile = profileOf("x", [...new Array(100).fill(true), ...new Array(100).fill(false)]);
    const live = [...new Array(100).fill(1), ...new Array(100).fill("0")];
    expect(compared(profile, live, 200)).toMatchObject({ psi: 0, level: "none" });
  });
  it("put what is no number apart, and what is not finite to nulls", () => {
    const { bins } = compared(profileOf("x", range(0, 200)), ["a", "NaN", Number.NaN, null, undefined], 1);
    expect(bins.filter(({ kind }) => kind !== "range")).toEqual([
      { kind: "null", reference: 0, live: 4 },
      { kind: "odd", reference: 0, live: 1 },
    ]);
  });
  it("are the most frequent texts, the others and nulls", () => {
    const reference = [...new Array(60).fill("a"), ...new Array(40).fill("b")];
    const { bins, ks, psi } = compared(profileOf("x", reference), ["a", "b", "new", null], 1);
    expect(bins.map((bin) => [bin.kind, "value" in bin ? bin.value : undefined, bin.live])).toEqual([
      ["value", "a", 1],
      ["value", "b", 1],
      ["other", undefined, 1],
      ["null", undefined, 1],
    ]);
    expect([ks, psi !== null && psi > 0.25]).toEqual([null, true]);
  });
});

it("says nothing of few rows, on either side, and of what cannot be compared", () => {
  const many = range(0, 200);
  expect(compared(profileOf("x", many), many.slice(1), 200)).toMatchObject({ psi: null, level: "few_rows" });
  expect(compared(profileOf("x", many.slice(1)), many, 200)).toMatchObject({ psi: null, level: "few_rows" });
  expect(compared(profileOf("x", []), [], 1).level).toBe("few_rows");
  expect(compared(profileOf("x", [[1], [2]]), many, 1).level).toBe("no_reference");
  expect(compared(profileOf("x", new Array(200).fill(null)), many, 200).level).toBe("large");
});

test.each<[string, string[], string | null]>([
  ["mean", ["mean", "a__mean"], "mean"],
  ["a__mean", ["mean"], "mean"],
  ["mean", ["a__mean"], "a__mean"],
  ["mean", ["a__mean", "b__mean"], null],
  ["mean", [], null],
])("the input %s against columns %j is %s", (name, columns, found) => {
  expect(
    columnOf(
      name,
      columns.map((one) => profileOf(one, [1])),
    )?.name ?? null,
  ).toBe(found);
});

const numbers = fc.array(
  fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -5, max: 5 })),
  {
    minLength: 1,
    maxLength: 400,
  },
);

test("KS is never too large, and less than 0.01 too small", () => {
  fc.assert(
    fc.property(numbers, numbers, (reference, live) => {
      const share = (all: number[], x: number) => all.filter((value) => value <= x).length / all.length;
      const exact = Math.max(
        ...[...reference, ...live].map((x) => Math.abs(share(reference, x) - share(live, x))),
      );
      const found = largestDistance(profileOf("x", reference), live) ?? -1;
      expect(found).toBeLessThanOrEqual(exact + 1e-12);
      expect(found).toBeGreaterThan(exact - 0.01 - 1e-12);
    }),
  );
});

test("every value has one bin, and the reference lies as it says", () => {
  fc.assert(
    fc.property(numbers, numbers, (reference, live) => {
      const binned = binsOf(profileOf("x", reference));
      const counts = new Array(binned?.bins.length ?? 0).fill(0);
      for (const value of reference) counts[binned?.placeOf(value) ?? -1] += 1;
      expect(counts).toEqual(binned?.reference);
      for (const value of live) {
        const bin = binned?.bins[binned.placeOf(value)];
        if (bin?.kind !== "range") throw new Error("A number is in a range");
        const { low, high, has_low, has_high } = bin;
        expect(low === null || low < value || (low === value && has_low)).toBe(true);
        expect(high === null || value < high || (high === value && has_high)).toBe(true);
      }
    }),
  );
});

test("a shift is never below nothing, and nothing is none", () => {
  fc.assert(
    fc.property(numbers, numbers, (reference, live) => {
      expect(compared(profileOf("x", reference), live, 1).psi ?? -1).toBeGreaterThanOrEqual(0);
      expect(compared(profileOf("x", reference), reference, 1)).toMatchObject({ ks: 0 });
      expect(compared(profileOf("x", reference), reference, 1).psi).toBeCloseTo(0, 12);
    }),
  );
});

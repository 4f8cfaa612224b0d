import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { associationOf, LEAST_RUNS, rankedBy, strengthOf } from "./association";

const METRIC = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

describe("what a row has to do with a metric", () => {
  it.each([
    ["the same order", ["1", "2", "3", "4", "5", "6"], METRIC, "spearman", 1],
    ["the other order", [6, 5, 4, 3, 2, 1], METRIC, "spearman", -1],
    ["order, not size", ["1e-5", "1e-4", "1e-3", "0.01", "0.1", "1000"], METRIC, "spearman", 1],
    ["two groups apart", ["a", "a", "a", "b", "b", "b"], [1, 1, 1, 2, 2, 2], "ratio", 1],
    ["two numbers are groups", ["1", "1", "1", "2", "2", "2"], [1, 1, 1, 2, 2, 2], "ratio", 1],
    ["missing is a group", [null, null, null, "x", "x", "x"], [1, 1, 1, 2, 2, 2], "ratio", 1],
    ["groups alike", ["a", "b", "a", "b", "a", "b"], [1, 1, 2, 2, 3, 3], "ratio", 0],
  ] as const)("%s", (_, values, metric, measure, value) => {
    const found = associationOf(values, metric);
    expect(found).toMatchObject({ kind: "measured", measure, n: 6 });
    expect(found.kind === "measured" && found.value).toBeCloseTo(value, 10);
  });

  it.each([
    ["four runs", ["1", "2", "3", "4"], [1, 2, 3, 4], { kind: "too_few", n: 4 }],
    [
      "runs without the metric do not count",
      ["1", "2", "3", "4", "5"],
      [1, 2, 3, "NaN", null],
      { kind: "too_few", n: 3 },
    ],
    ["numbers that few runs have", ["1", "2", "3", null, null, null], METRIC, { kind: "too_few", n: 3 }],
    ["a metric that is always the same", ["1", "2", "3", "4", "5"], [1, 1, 1, 1, 1], { kind: "none", n: 5 }],
    ["a value of its own for each run", ["a", "b", "c", "d", "e"], [1, 2, 3, 4, 5], { kind: "none", n: 5 }],
    ["one value for all", ["a", "a", "a", "a", "a"], [1, 2, 3, 4, 5], { kind: "none", n: 5 }],
  ] as const)("%s: nothing is claimed", (_, values, metric, expected) => {
    expect(associationOf(values, metric)).toEqual(expected);
  });
});

const cell = fc.oneof(fc.constant(null), fc.constantFrom("a", "b", "c"), fc.double({ noNaN: true }));
const metricCell = fc.oneof(fc.double(), fc.constant(null), fc.constant("NaN"));
const both = fc.array(fc.tuple(cell, metricCell), { maxLength: 40 });

it("is a number from -1 to 1 for anything, or none", () => {
  fc.assert(
    fc.property(both, (pairs) => {
      const found = associationOf(
        pairs.map(([x]) => x),
        pairs.map(([, y]) => y),
      );
      if (found.kind !== "measured") return;
      expect(found.value).toBeGreaterThanOrEqual(found.measure === "spearman" ? -1 : 0);
      expect(found.value).toBeLessThanOrEqual(1);
      expect(found.n).toBeGreaterThanOrEqual(LEAST_RUNS);
    }),
  );
});

it("is the same whatever the order of the runs, and whatever rises with the metric", () => {
  const numbers = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
    minLength: LEAST_RUNS,
  });
  fc.assert(
    fc.property(numbers, (pairs) => {
      const of = (list: readonly (readonly [number, number])[]) =>
        associationOf(
          list.map(([x]) => x),
          list.map(([, y]) => y),
        );
      const [found, turned, cubed] = [
        of(pairs),
        of(pairs.toReversed()),
        of(pairs.map(([x, y]) => [x, y ** 3])),
      ];
      expect(strengthOf(turned)).toBeCloseTo(strengthOf(found), 10);
      expect(strengthOf(cubed)).toBeCloseTo(strengthOf(found), 10);
    }),
  );
});

it("ranks what differs over all sections, the strongest first, and other metrics not at all", () => {
  const row = (key: string, values: (string | number)[]) => ({
    key,
    differs: new Set(values).size > 1,
    values,
  });
  const section = (...rows: ReturnType<typeof row>[]) => ({
    total: rows.length,
    differing: rows.length,
    rows,
  });
  const ranked = rankedBy(
    {
      params: section(
        row("seed", [3, 1, 2, 6, 5, 4]),
        row("lr", [6, 5, 4, 3, 2, 1]),
        row("same", [1, 1, 1, 1, 1, 1]),
      ),
      metrics: section(row("auc", METRIC)),
      packages: section(row("pandas", ["2", "2", "2", "1", "1", "1"])),
    },
    METRIC,
  );
  expect(ranked.map(({ section: of, row: { key } }) => [of, key])).toEqual([
    ["params", "lr"],
    ["packages", "pandas"],
    ["params", "seed"],
  ]);
});

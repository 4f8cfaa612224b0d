import { describe, expect, it } from "vitest";
import { binsOf, cellsOf } from "./cells";
import { columnOf } from "./columns";

const column = (kind: "params" | "metrics", ...values: (string | number | null)[]) =>
  columnOf(kind, { key: "k", differs: true, values });

describe("the cells of a heat map", () => {
  it("hold the mean of their runs; runs without one of the three are in none", () => {
    const xs = binsOf(column("params", "0.1", "0.1", "1", "1", null), String);
    const ys = binsOf(column("params", "a", "a", "a", "b", "b"), String);
    const cells = cellsOf({ xs, ys }, column("metrics", 1, 3, 5, "NaN", 9));
    expect([xs.map(({ label }) => label), ys.map(({ label }) => label)]).toEqual([
      ["0.1", "1"],
      ["a", "b"],
    ]);
    expect(cells).toEqual([
      { x: 0, y: 0, mean: 2, n: 2 },
      { x: 1, y: 0, mean: 5, n: 1 },
    ]);
  });

  it.each([
    [Array.from({ length: 30 }, (_, at) => at)],
    [Array.from({ length: 30 }, (_, at) => 10 ** (at / 5))],
  ])("of many numbers are stretches, each run in exactly one (%#)", (values) => {
    const bins = binsOf(column("params", ...values), (value) => value.toFixed(1));
    expect(bins).toHaveLength(8);
    for (let index = 0; index < values.length; index += 1)
      expect(bins.filter((bin) => bin.holds(index))).toHaveLength(1);
  });
});

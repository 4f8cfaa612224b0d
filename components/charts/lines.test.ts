import { describe, expect, it } from "vitest";
import { drawn, engineOf, lookOf } from "./lines";

describe("the look of a line", () => {
  it("is another for each of the first fifty, and never the colour alone between neighbours", () => {
    const looks = Array.from({ length: 50 }, (_, index) => JSON.stringify(lookOf(index)));
    expect(new Set(looks).size).toBe(50);
    for (let index = 1; index < 50; index += 1)
      expect(lookOf(index).dash).not.toEqual(lookOf(index - 1).dash);
  });
});

describe("the engine", () => {
  const line = (count: number) => ({ points: Array.from({ length: count }, (_, x) => ({ x, y: x })) });
  it.each([
    [[1_000], "svg"],
    [[1_001], "canvas"],
    [[500, 501], "canvas"],
    [Array(20).fill(10), "svg"],
    [Array(21).fill(1), "canvas"],
    [[], "svg"],
  ] as const)("for lines of %j points is %s", (counts, engine) => {
    expect(engineOf(counts.map(line))).toBe(engine);
  });
});

describe("what an axis has a place for", () => {
  it.each([
    [1, false, 1],
    [-1, false, -1],
    [0, false, 0],
    [0, true, null],
    [-1, true, null],
    [1e-12, true, 1e-12],
    ["NaN", false, null],
    [1.7976931348623157e308, false, null],
    [-1.7976931348623157e308, false, null],
    [Number.POSITIVE_INFINITY, false, null],
    [null, false, null],
  ] as const)("%s with a logarithm: %s is %s", (value, isLog, expected) => {
    expect(drawn(value, isLog)).toBe(expected);
  });
});

import { describe, expect, it } from "vitest";
import { type Line, lookOf } from "./lines";
import { nearest, readingsAt } from "./readout";

const at = (...pairs: [number, number | null][]) => pairs.map(([x, y]) => ({ x, y }));

describe("the nearest point", () => {
  const points = at([0, 1], [10, 2], [20, null], [30, 4]);
  it.each([
    [-5, 0],
    [4, 0],
    [5, 0],
    [6, 10],
    [19, 10],
    [21, 30],
    [99, 30],
  ])("to %d is that at %d", (x, expected) => expect(nearest(points, x)?.x).toBe(expected));
  it("is none of a line without values", () => {
    expect(nearest([], 1)).toBeNull();
    expect(nearest(at([1, null]), 1)).toBeNull();
  });
});

describe("readings", () => {
  const line = (index: number): Line => ({
    id: `${index}`,
    name: `${index}`,
    look: lookOf(index),
    points: at([0, index], [10, index]),
  });
  it("are the greatest first, without lines behind and lines that are elsewhere", () => {
    const far: Line = { ...line(9), points: at([100, 9]) };
    const behind: Line = { ...line(8), isBehind: true };
    const { readings, left } = readingsAt([line(1), line(3), far, behind], { x: 2, y: null, reach: 5 });
    expect(readings.map(({ y }) => y)).toEqual([3, 1]);
    expect(left).toBe(0);
  });
  it("of many lines are the ten nearest to the pointer, and it is said how many are not there", () => {
    const lines = Array.from({ length: 30 }, (_, index) => line(index));
    const { readings, left } = readingsAt(lines, { x: 0, y: 20, reach: 5 });
    expect(readings).toHaveLength(10);
    expect(readings.map(({ y }) => y)).toContain(20);
    expect(Math.min(...readings.map(({ y }) => y))).toBeGreaterThanOrEqual(15);
    expect(left).toBe(20);
  });
});

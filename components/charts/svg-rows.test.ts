import { expect, it } from "vitest";
import { type Line, lookOf } from "./lines";
import { haveSamePlaces, rowsOf } from "./svg-rows";

const line = (id: string, ...points: [number, number | null][]): Line => ({
  id,
  name: id,
  look: lookOf(0),
  points: points.map(([x, y]) => ({ x, y })),
});

it("a row stands for each place, with what lines and bands have there", () => {
  const band = { id: "band", look: lookOf(0), points: [{ x: 2, low: 0, high: 9 }] };
  expect(rowsOf([line("a.b", [2, 1], [3, null]), line("c", [1, 5])], [band])).toEqual([
    { x: 1, values: { c: 5 } },
    { x: 2, values: { "a.b": 1, band: [0, 9] } },
    { x: 3, values: { "a.b": null } },
  ]);
});

it("only lines with the same places may have gaps", () => {
  expect(haveSamePlaces([line("a", [1, 1], [2, null]), line("b", [1, 3], [2, 4])])).toBe(true);
  expect(haveSamePlaces([line("a", [1, 1]), line("b", [2, 1])])).toBe(false);
  expect(haveSamePlaces([line("a", [1, 1]), line("b", [1, 1], [2, 1])])).toBe(false);
});

import { describe, expect, it } from "vitest";
import { columnOf, numberOf, wordOf } from "./columns";

describe("a number", () => {
  it.each([
    ["0.1", 0.1],
    ["1e-3", 0.001],
    [" -2. ", -2],
    [".5", 0.5],
    [3, 3],
    ["", null],
    ["0x10", null],
    ["1,5", null],
    ["adam", null],
    ["NaN", null],
    ["Infinity", null],
    [1.7976931348623157e308, null],
    [null, null],
  ])("%j is %j", (cell, number) => expect(numberOf(cell)).toBe(number));
});

describe("a column", () => {
  const row = (...values: (string | number | null)[]) => ({ key: "k", differs: true, values });
  it.each([
    [row("1", "2", null), true, [1, 2, null]],
    [row("1", "auto"), false, [null, null]],
    [row(0.5, "NaN"), true, [0.5, null]],
    [row("NaN", null), false, [null, null]],
  ])("of %j is numeric: %s", (from, isNumeric, numbers) => {
    expect(columnOf("params", from)).toMatchObject({ id: "params.k", isNumeric, numbers });
  });
  it("has a word for each value that is there", () => {
    const column = columnOf("metrics", row(0.5, null));
    expect([wordOf(column, 0), wordOf(column, 1), wordOf(column, 9)]).toEqual(["0.5", null, null]);
  });
});

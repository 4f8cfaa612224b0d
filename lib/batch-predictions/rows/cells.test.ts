import { expect, test } from "vitest";
import { cellsOf, jsonOfCell } from "./cells";

test.each<[string, (string | null)[]]>([
  ["1,2,3", ["1", "2", "3"]],
  [",,", [null, null, null]],
  ['"",x', ["", "x"]],
  ['"a,b","c""d"', ["a,b", 'c"d']],
  ['"a\nb",1', ["a\nb", "1"]],
  ['a"b,2', ['a"b', "2"]],
  ['"a"b,2', ["ab", "2"]],
  ['"never closed, 2', ["never closed, 2"]],
  ["1,", ["1", null]],
])("%j has the cells %j", (record, cells) => {
  expect(cellsOf(record)).toEqual(cells);
});

test.each<["text" | "bool" | "number", string | null, unknown]>([
  ["number", "1.5", 1.5],
  ["number", "-2e3", -2_000],
  ["number", "9007199254740993", "9007199254740993"],
  ["number", " 1", " 1"],
  ["number", "0x10", "0x10"],
  ["number", "NaN", "NaN"],
  ["number", "01", "01"],
  ["number", null, null],
  ["bool", "True", true],
  ["bool", "0", "0"],
  ["text", "1", "1"],
  ["text", "", ""],
])("a %s of %j is %j", (kind, cell, value) => {
  expect(jsonOfCell(kind, cell)).toBe(value);
});

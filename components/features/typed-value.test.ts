import { expect, it } from "vitest";
import { typedValue } from "./typed-value";

it.each([
  ["STRING", "12", "12"],
  ["STRING", "", null],
  ["DOUBLE", " 12.5 ", 12.5],
  ["DOUBLE", "1e3", 1000],
  ["DOUBLE", "far", "far"],
  ["INT64", "7", 7],
  ["INT64", "9007199254740993", "9007199254740993"],
  ["INT64", " ", null],
  ["BOOL", "true", true],
  ["BOOL", "false", false],
  ["BOOL", "yes", "yes"],
] as const)("a %s typed as %j is %j", (type, text, value) => {
  expect(typedValue(type, text)).toBe(value);
});

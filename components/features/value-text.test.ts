import { expect, it } from "vitest";
import { valueText } from "./value-text";

it.each([
  ["INT64", "9007199254740993", "9007199254740993"],
  ["INT64", 7, "7"],
  ["INT64_LIST", [1, "9007199254740993"], "[1, 9007199254740993]"],
  ["STRING", "7", '"7"'],
  ["STRING", "", '""'],
  ["BOOL", false, "false"],
  ["DOUBLE_LIST", [], "[]"],
] as const)("%s %j is written %s", (type, value, text) => {
  expect(valueText(type, value)).toBe(text);
});

import { expect, it } from "vitest";
import { rowsTogether } from "./rows-together";

it.each([
  [[], []],
  [["a"], [1]],
  [
    ["a", "a", "b", "a"],
    [2, 0, 1, 1],
  ],
  [
    ["a", "b", "b", "b"],
    [1, 3, 0, 0],
  ],
])("%j has groups of %j", (keys: string[], counts: number[]) => {
  expect(rowsTogether(keys)).toEqual(counts);
});

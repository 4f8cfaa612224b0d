import { expect, test } from "vitest";
import { numericPaths, usualPath } from "./number-paths";

test.each<[unknown, string[], string | null]>([
  [
    { label: 1, probabilities: [0.2, 0.8] },
    ["label", "probabilities.0", "probabilities.1"],
    "probabilities.1",
  ],
  [{ y: 3, name: "a", none: null }, ["y"], "y"],
  [{ name: "a" }, [], null],
  [null, [], null],
])("the numbers of %j", (answer, paths, usual) => {
  expect(numericPaths(answer)).toEqual(paths);
  expect(usualPath(paths)).toBe(usual);
});

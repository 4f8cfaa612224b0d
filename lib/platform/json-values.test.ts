import { expect, test } from "vitest";
import { hasMoreValues } from "./json-values";

test.each([
  ["[1,1,1]", 3, false],
  ["[1,1,1]", 2, true],
  ["[[[[]]]]", 4, false],
  ["[[[[]]]]", 3, true],
  ['{"a":{},"b":1}', 3, false],
  ['{"a":{},"b":1}', 2, true],
  ['["a,b,c,{[\\",,,"]', 1, false],
  ['["a\\\\",1,1]', 2, true],
  ['["not closed,,,,', 1, false],
  ["no JSON,,,", 2, true],
  ["", 0, false],
])("whether %j has more values than %i: %s", (source, most, expected) => {
  expect(hasMoreValues(source, most)).toBe(expected);
});

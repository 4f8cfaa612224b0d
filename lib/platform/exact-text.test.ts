import { expect, test } from "vitest";
import { exactText } from "./exact-text";

test.each<[unknown, string]>([
  [{ a: [1, "x", null, true, 1.5] }, '{"a":[1,"x",null,true,1.5]}'],
  [[0, -0, [-0], { z: -0 }], '[0,-0,[-0],{"z":-0}]'],
  ["-0", '"-0"'],
  [{ id: "9007199254740993" }, '{"id":"9007199254740993"}'],
])("%j is %s", (value, text) => {
  expect(exactText(value, 1_000)).toBe(text);
});

test("the sign of -0 comes back", () => {
  expect(Object.is(JSON.parse(exactText([-0], 100) ?? "")[0], -0)).toBe(true);
});

test("what is longer than its limit is not made, however deep its values are", () => {
  const text = JSON.stringify([["abc"]]);
  expect(exactText([["abc"]], text.length)).toBe(text);
  expect(exactText([["abc"]], text.length - 1)).toBeNull();
  expect(
    exactText(
      Array.from({ length: 1_000 }, () => 1),
      500,
    ),
  ).toBeNull();
  expect(exactText({ ["n".repeat(600)]: 1 }, 500)).toBeNull();
});

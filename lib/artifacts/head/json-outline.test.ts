import { describe, expect, test } from "vitest";
import { type Outline, outlineOf } from "./json-outline";

/** An outline in short: numbers and words as {w}, so that their text is compared. */
function short(value: Outline | null): unknown {
  if (value === null) return null;
  if (value.kind === "array") return value.items.map(short);
  if (value.kind === "object") return value.entries.map(({ key, value: inner }) => [key, short(inner)]);
  return value.kind === "text" ? value.text : { w: value.text };
}
const w = (text: string) => ({ w: text });

describe("a whole text", () => {
  test.each<[string, unknown]>([
    [
      '{"a": 1, "a": "x\\n\\u00e9"}',
      [
        ["a", w("1")],
        ["a", "x\né"],
      ],
    ],
    [
      "[1, -2.50e+10, 12345678901234567890, NaN, -Infinity]",
      ["1", "-2.50e+10", "12345678901234567890", "NaN", "-Infinity"].map(w),
    ],
    [" [ [ ] , { } , true , null ] \n", [[], [], w("true"), w("null")]],
    ['"text"', "text"],
    ['{"__proto__": {"x": 1}}', [["__proto__", [["x", w("1")]]]]],
  ])("%s", (text, outline) => {
    expect(short(outlineOf(text))).toEqual(outline);
  });

  test.each([
    "",
    "{",
    "[1,]",
    "[1 2]",
    "{a: 1}",
    '{"a"}',
    "[1]x",
    "'x'",
    '"\\x"',
    "tru",
    '["a',
    "01x",
    "[".repeat(101) + "]".repeat(101),
  ])("%s is none", (text) => {
    expect(outlineOf(text)).toBeNull();
  });
});

describe("the beginning of a text", () => {
  const whole = '{"columns": ["a", "b"], "data": [[1, "x"], [2, null], {"k": true}]}';
  test.each(Array.from({ length: whole.length - 1 }, (_, at) => at + 1))(
    "of %i characters is read",
    (length) => {
      const outline = outlineOf(whole.slice(0, length), true);
      expect(outline?.kind).toBe("object");
    },
  );
  test.each<[string, unknown]>([
    ["[1, 2, 34", [w("1"), w("2")]],
    ['[[1, 2], [3, "ab', [[w("1"), w("2")], [w("3")]]],
    ['{"a": {"b": [1, {"c": "x"}, ', [["a", [["b", [w("1"), [["c", "x"]]]]]]]],
    ['{"a": 1, "b', [["a", w("1")]]],
    ["[true, fal", [w("true")]],
  ])("%s", (text, outline) => {
    expect(short(outlineOf(text, true))).toEqual(outline);
  });
  test("that is malformed before its end is none", () => {
    expect(outlineOf('[1, }, "and much more behind it"', true)).toBeNull();
  });
});

test("takes linear time, whatever it is made of", () => {
  for (const part of ['"', "\\", "[", '"\\', "1", "{", "[[", "-"])
    expect(() => outlineOf(`[${part.repeat(250_000)}`, true)).not.toThrow();
});

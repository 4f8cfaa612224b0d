import { expect, it } from "vitest";
import { boundedRegex, PatternTimeout } from "./bounded-regex";

it.each([
  ["^[a-z]+$", "", "abc", true],
  ["^[a-z]+$", "", "ABC", false],
  ["^\\p{Lu}", "u", "Été", true],
])("tests as a regular expression does: %s %s on %s", (pattern, flags, text, expected) => {
  expect(boundedRegex()(pattern, flags).test(text)).toBe(expected);
});

it.each(["(a+)+$", "(a|a)*$", "^(a|aa)+$", "(.*a){25}$"])(
  "ends %s, which would go on for ever",
  (pattern) => {
    const engine = boundedRegex(50);
    const slow = engine(pattern, "u");
    expect(() => slow.test(`${"a".repeat(50)}!`)).toThrow(PatternTimeout);
    // The budget is one for all: a thousand fields do not get a thousand times as long.
    expect(() => engine("a", "u").test("a")).toThrow(PatternTimeout);
  },
);

it("says what is no pattern when it is made", () => {
  expect(() => boundedRegex()("(", "u")).toThrow(SyntaxError);
});

it("has room for a long list of harmless values", () => {
  const digits = boundedRegex(2_000)("^\\d+$", "u");
  const values = Array.from({ length: 500 }, (_, i) => String(i));
  expect(values.filter((value) => digits.test(value))).toEqual(values);
});

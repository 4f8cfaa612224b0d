import { describe, expect, it, test } from "vitest";
import { readSearch, soughtIn } from "../values";

test.each([
  ["a (b", 2, "not_closed", ""],
  ['level:error "x', 12, "quote", ""],
  ["user:", 5, "missing_value", ""],
  ["a or and", 5, "keyword", "and"],
  ["a*b*c*d*e*f*g", 0, "asterisks", 5],
])("%s is wrong at its character %i", (text, at, problem, value) => {
  expect(readSearch(text)).toEqual({ query: null, problem: { at, problem, value } });
});

it("a search that can be read has no problem, and an empty one no query", () => {
  expect(readSearch("level:error")).toMatchObject({ query: { kind: "term" }, problem: null });
  expect(readSearch("  ")).toEqual({ query: null, problem: null });
});

describe("texts to mark in a message", () => {
  test.each([
    ["Timeout user", ["Timeout", "user"]],
    ['"connection reset" or a*b', ["connection reset", "a", "b"]],
    ["x -y not z service:web /(?=re)/ msg:one", ["x", "one"]],
    ["", []],
    ["a a", ["a"]],
  ])("of %s", (text, expected) => {
    const { query } = readSearch(text);
    expect(soughtIn(query)).toEqual(expected);
  });
});

import { describe, expect, it, test } from "vitest";
import { readSearch, soughtIn } from "../values";

test.each([
  ["a (b", 2, "this parenthesis is not closed"],
  ['level:error "x', 12, "a quote is not closed"],
  ["user:", 5, "a value is missing"],
])("%s is wrong at its character %i", (text, at, said) => {
  expect(readSearch(text)).toEqual({ query: null, problem: { at, said } });
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

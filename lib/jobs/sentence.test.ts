import { expect, it } from "vitest";
import { sentenceOf } from "./sentence";

it.each([
  ["an error", new Error("The store is away"), "The store is away"],
  ["several lines", new Error("Invalid\n\n  invocation"), "Invalid invocation"],
  ["what is no error", "no", "no"],
  ["nothing", new Error(""), "It failed without a word"],
  ["several at once", new AggregateError([new Error("a"), new Error("b"), new Error("a")], "2"), "a; b"],
  ["several of none", new AggregateError([], "all of them"), "all of them"],
])("%s", (_, error, sentence) => {
  expect(sentenceOf(error)).toBe(sentence);
});

it("is short, whatever an error says, and holds no secret", () => {
  const said = sentenceOf(new Error(`redis://user:hunter2@store:6379 ${"x".repeat(100_000)}`));
  expect(said).toHaveLength(400);
  expect(said).not.toContain("hunter2");
});

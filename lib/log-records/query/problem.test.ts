import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import en from "@/messages/en/reasons.json";
import ko from "@/messages/ko/reasons.json";
import { PROBLEMS } from "./problem";
import { regexProblemIn } from "./regex-problem";

const wordsIn = (locale: "en" | "ko", problem: string, value: string | number) =>
  createTranslator({ locale, messages: { reasons: locale === "en" ? en : ko }, namespace: "reasons" })(
    "unreadable_search",
    { at: 3, problem, value },
  );

test.each(PROBLEMS)("%s has words of its own in both languages, and in Korean no English", (problem) => {
  expect(wordsIn("en", problem, 7)).not.toBe(wordsIn("en", "another", 7));
  const korean = wordsIn("ko", problem, 7);
  expect(korean).not.toBe(wordsIn("ko", "another", 7));
  expect(korean.replace("NOT", "")).not.toMatch(/[a-z]/i);
});

test.each([
  ["invalid regular expression: parentheses () not balanced", "parenthesis"],
  ["invalid regular expression: brackets [] not balanced", "bracket"],
  ["invalid regular expression: invalid escape \\ sequence", "escape"],
  ["invalid regular expression: invalid repetition count(s)", "repetition"],
  ["invalid regular expression: braces {} not balanced", "repetition"],
  ["invalid regular expression: quantifier operand invalid", "nothing_before"],
  ["invalid regular expression: invalid character range", "range"],
  ["invalid regular expression: invalid character class", "class"],
  ["invalid regular expression: regular expression is too complex", "large"],
  ["missing closing )", "parenthesis"],
  ["unexpected )", "parenthesis"],
  ["missing closing ]", "bracket"],
  ["trailing backslash at end of expression", "escape"],
  ["invalid repeat count", "repetition"],
  ["missing argument to repetition operator", "nothing_before"],
  ["invalid nested repetition operator", "repeated"],
  ["invalid character class range", "range"],
  ["invalid or unsupported Perl syntax", "ahead"],
  ["something new", "other"],
])("a store's %j is a problem of %s", (said, problem) => {
  expect(regexProblemIn(said)).toBe(problem);
});

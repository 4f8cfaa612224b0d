import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

/** What may be wrong with a search, in English; `value` is a limit or a sign. The console has words of its own for each. */
const SAID = {
  too_long: (most) => `it is longer than ${most} characters`,
  quote: () => "a quote is not closed",
  backslash: () => "a backslash takes the character behind it",
  not_opened: () => "a parenthesis is closed that was not opened",
  not_closed: () => "this parenthesis is not closed",
  needs_field: (sign) => `"${sign}" needs a field before it`,
  no_field: () => "the name of a field is expected before this",
  missing: () => "something to look for is missing",
  missing_value: () => "a value is missing",
  missing_comparison: () => "a value to compare with is missing",
  keyword: (word) => `something is missing before "${word}"; write the word in quotes to look for it`,
  comparison: () => "a value to compare with is expected",
  value: () => "a value is expected behind the colon",
  terms: (most) => `it has more than ${most} terms`,
  asterisks: (most) => `a word has at most ${most} asterisks`,
  deep: (most) => `it nests deeper than ${most} levels`,
  regex_long: (most) => `a regular expression has at most ${most} characters`,
  regex_back: () => "a regular expression has no back-references here",
  regex_options: () => "options within a regular expression are not read",
} as const satisfies Record<string, (value: string | number) => string>;

/** What a store may hold against a regular expression. */
const OF_REGEX = [
  "parenthesis",
  "bracket",
  "escape",
  "repetition",
  "nothing_before",
  "repeated",
  "range",
  "class",
  "anchor",
  "ahead",
  "large",
  "other",
] as const;
export type RegexProblem = (typeof OF_REGEX)[number];

/** All that `problem` of the reason unreadable_search may be. */
export const PROBLEMS: readonly string[] = [...Object.keys(SAID), ...OF_REGEX.map((one) => `regex_${one}`)];

/** What cannot be read in a search, and where: `at` counts characters from 0. */
export function unreadable(
  at: number,
  problem: keyof typeof SAID,
  value: string | number = "",
): InvalidError {
  return refusal(at, problem, value, SAID[problem](value));
}

/** A regular expression that the store refuses, in words of its own or ours. */
export function unreadableRegex(problem: RegexProblem, said: string): InvalidError {
  return refusal(0, `regex_${problem}`, "", said);
}

function refusal(at: number, problem: string, value: string | number, said: string): InvalidError {
  const words = `The search cannot be read at character ${at + 1}: ${said}.`;
  return InvalidError.field("/q", words, because("unreadable_search", { at: at + 1, problem, value }));
}

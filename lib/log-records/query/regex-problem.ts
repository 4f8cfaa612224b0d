import type { RegexProblem } from "./problem";

/** How Postgres and Go name what is wrong with a regular expression. The first that fits counts. */
const NAMES: readonly (readonly [RegExp, RegexProblem])[] = [
  [/parenthes|closing \)|unexpected \)/, "parenthesis"],
  [/bracket|closing \]/, "bracket"],
  [/escape|backslash/, "escape"],
  [/repetition count|repeat count|brace/, "repetition"],
  [/quantifier operand|missing argument/, "nothing_before"],
  [/nested repetition/, "repeated"],
  [/range/, "range"],
  [/character class|collating/, "class"],
  [/Perl syntax/, "ahead"],
  [/complex|too large|too many|too deep|out of memory/, "large"],
];

export function regexProblemIn(said: string): RegexProblem {
  return NAMES.find(([name]) => name.test(said))?.[1] ?? "other";
}

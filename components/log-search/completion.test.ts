import { expect, it, test } from "vitest";
import { choicesAt, valuesWantedAt } from "./completion";

const known = { names: ["http.status", "user", "pipeline version"], values: ["kim", "two words", "8"] };
const inserted = (marked: string) => {
  const [text, place] = [marked.replace("|", ""), marked.indexOf("|")];
  const { choices, from, to } = choicesAt(text, place, known);
  return choices.map(({ insert }) => text.slice(0, from) + insert + text.slice(to));
};

test.each([
  ["se|", ["service:", "user:"]],
  ["st|", ["host:", "http.status:"]],
  ["ver|", ['"pipeline version":']],
  ["level:err|", ["level:error "]],
  ["user:|", ["user:kim ", 'user:"two words" ', "user:8 "]],
  ['user:"tw|', ['user:"two words" ']],
  ["a OR user:ki| b", ["a OR user:kim  b"]],
  ["level:error o|", ["level:error host:", "level:error OR ", "level:error NOT "]],
])("%s", (marked, expected) => {
  const texts = inserted(marked);
  for (const text of expected) expect(texts.some((one) => one.startsWith(text))).toBe(true);
  if (!marked.includes(" o|")) expect(texts).toEqual(expected);
});

it("values are asked for where a field is named, and those of levels are known", () => {
  expect([valuesWantedAt("user:k", 6), valuesWantedAt("us", 2), valuesWantedAt("level:", 6)]).toEqual([
    "user",
    null,
    null,
  ]);
});

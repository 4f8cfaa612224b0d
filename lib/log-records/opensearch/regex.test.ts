import * as fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidError } from "@/lib/platform/errors";
import { luceneLiteral, luceneRegex } from "./regex";

test.each([
  ["abc", ".*abc.*"],
  ["^abc", "abc.*"],
  ["abc$", ".*abc"],
  ["^a$|b", "(a|.*b.*)"],
  ["^$", "()"],
  ["(a|b)c", ".*((a|b))c.*"],
  ["(?:a|)b", ".*((a|()))b.*"],
  ["[a-c\\d_-]+?x", ".*[a-c0-9\\_\\-]+x.*"],
  ["[^]a]", ".*[^\\]a].*"],
  ["[[:alpha:]]{2,3}", ".*[a-zA-Z]{2,3}.*"],
  ["\\d\\W\\.\\t", ".*[0-9][^a-zA-Z0-9_]\\.\t.*"],
  ["\\x41\\uac00", ".*A가.*"],
  ['a"b~<c>&@#', '.*a\\"b\\~\\<c\\>\\&\\@\\#.*'],
  ["a{b}", ".*a\\{b\\}.*"],
  ["지연.{1,3}", ".*지연.{1,3}.*"],
  ["a{2}", ".*a{2}.*"],
])("%s is %s", (source, written) => {
  expect(luceneRegex(source)).toBe(written);
});

test.each([
  ["(", "not closed"],
  ["a)", "not opened"],
  ["[a", "not closed"],
  ["a^b", "beginning"],
  ["(^a)", "beginning"],
  ["*a", "nothing before"],
  ["a**", "repeated"],
  ["a{2,1}", "wrong way"],
  ["[b-a]", "wrong way"],
  ["(?=a)", "look ahead"],
  ["\\bword", "not understood"],
  ["a\\", "backslash"],
  ["((((a{1,100}){1,100}){1,100}){1,100})", "1000 characters"],
  ["(a{500}b{500}){2}", "1000 characters"],
])("%s is refused: %s", (source, said) => {
  expect(() => luceneRegex(source)).toThrow(InvalidError);
  expect(() => luceneRegex(source)).toThrow(said);
});

test("every sign of a text is one", () => {
  expect(luceneLiteral('a.b*|"x"')).toBe('a\\.b\\*\\|\\"x\\"');
});

test("whatever is typed is written or refused", () => {
  const piece = fc.constantFrom(
    "a",
    "*",
    "(",
    ")",
    "[",
    "]",
    "{1,2}",
    "\\",
    "^",
    "$",
    "|",
    "?",
    "-",
    ".",
    "한",
    "{",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        luceneRegex(pieces.join(""));
      } catch (error) {
        if (!(error instanceof InvalidError)) throw error;
      }
    }),
  );
});

import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { finderOf } from "./find";

function marked(source: string, text: string, ignoreCase = false): string | null {
  const found = finderOf(source, ignoreCase)?.(text);
  if (!found) return null;
  let [shown, done] = ["", 0];
  for (const { at, end } of found) {
    shown += `${text.slice(done, at)}[${text.slice(at, end)}]`;
    done = end;
  }
  return shown + text.slice(done);
}

test.each([
  ["batch [0-9]+ failed", "batch 12 failed, batch 7 failed", "[batch 12 failed], [batch 7 failed]"],
  ["a|ab", "abab", "[ab][ab]"],
  ["abcd|bc", "abce abcd", "a[bc]e [abcd]"],
  ["x*", "axxb", "a[xx]b"],
  ["^a", "aaa", "[a]aa"],
  ["a$", "aaa", "aa[a]"],
  ["\\d{2,3}", "1 22 4444", "1 [22] [444]4"],
  ["(ab){2}", "ababab", "[abab]ab"],
  ["(?:a|b)c?", "abc", "[a][bc]"],
  ['".*?"', 'say "a" and "b"', 'say ["a"] and ["b"]'],
  ['".*"', 'say "a" and "b"', 'say ["a" and "b"]'],
  ["\\yerr\\y", "err error err", "[err] error [err]"],
  ["\\merr", "err terror error", "[err] terror [err]or"],
  ["[^ ]+=\\S+", "a=1 bb=22", "[a=1] [bb=22]"],
  ["[[:digit:]]+[.-]", "10.5-", "[10.][5-]"],
  ["[]a-]+", "x]-a", "x[]-a]"],
  ["지연 .초", "결제 지연 3초 뒤", "결제 [지연 3초] 뒤"],
  ["\\uac00|\\x41", "가A", "[가][A]"],
  ["😀.", "a😀😀b", "a[😀😀]b"],
  ["\\.", "a.b", "a[.]b"],
  ["a{", "a{b", "[a{]b"],
  ["(a*)*b", "aab", "[aab]"],
  ["()", "ab", "ab"],
])("/%s/ in %j", (source, text, expected) => {
  expect(marked(source, text)).toBe(expected);
});

test.each([
  ["error", "ERROR Error", "[ERROR] [Error]"],
  ["[a-c]+", "xABC", "x[ABC]"],
  ["[^a]", "aAb", "aA[b]"],
])("/%s/i in %j", (source, text, expected) => {
  expect(marked(source, text, true)).toBe(expected);
});

test.each(["(?=a)", "(a", "a)", "[a", "*a", "a**", "\\q", "a\\", "[[:odd:]]"])(
  "/%s/ is not understood",
  (source) => {
    expect(finderOf(source, false)).toBeNull();
  },
);

it("does without what would be too large to write out", () => {
  expect(finderOf("((((a{1,100}){1,100}){1,100}){1,100})", false)).toBeNull();
  expect(finderOf("(){999}".repeat(70), false)).toBeNull();
});

it("gives up where expressions go back without end, and keeps what it found before", () => {
  const text = "a".repeat(5_000);
  expect(finderOf("(a+)+b", false)?.(text)).toEqual([]);
  expect(finderOf("(a|aa|a*a)*c", false)?.(text)).toEqual([]);
  expect(finderOf("(?:[a-z]{1,90} ?){1,5}!", false)?.(`ab!${text}`)).toEqual([{ at: 0, end: 3 }]);
});

test("the first place is where JavaScript's own engine finds it", () => {
  const atom = fc.constantFrom("a", "b", "[ab]", "[^a]", ".", "(?:ab|b)", "(?:a|bc)+", "a+", "b{1,2}", "\\w");
  const sources = fc.array(atom, { minLength: 1, maxLength: 5 }).map((atoms) => atoms.join(""));
  fc.assert(
    fc.property(
      sources,
      fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 30 }),
      (source, text) => {
        const [first] = finderOf(source, false)?.(text) ?? [];
        expect(first?.at).toBe(new RegExp(source, "s").exec(text)?.index);
      },
    ),
  );
});

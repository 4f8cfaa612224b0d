import { describe, expect, it } from "vitest";
import { type DiffLine, diffLines, folded, withoutNumbers } from "./line-diff";

const same = (line: string) => line;
const lines = (text: string) => (text === "" ? [] : text.split(""));
const shown = (found: readonly DiffLine[] | null) =>
  found?.map(({ kind, text }) => ({ same: " ", removed: "-", added: "+" })[kind] + text).join("");
/** What the rows say that a text was. */
const rebuilt = (found: readonly DiffLine[], side: "before" | "after") =>
  found.filter((line) => line[side] !== null).map(({ text }) => text);

describe("diffLines", () => {
  it.each([
    ["", "", ""],
    ["abc", "abc", " a b c"],
    ["", "ab", "+a+b"],
    ["ab", "", "-a-b"],
    ["abc", "axc", " a-b+x c"],
    ["abcabba", "cbabac", "-a-b c+b a b-b a+c"],
    ["ac", "abc", " a+b c"],
  ])("%s to %s", (before, after, expected) => {
    expect(shown(diffLines(lines(before), lines(after), same))).toBe(expected);
  });

  it("rebuilds both texts of any pair, with as few changes as there are", () => {
    let seed = 7;
    const random = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % most;
    };
    const text = () => Array.from({ length: random(30) }, () => "abcd".charAt(random(4)));
    for (let round = 0; round < 300; round++) {
      const [before, after] = [text(), text()];
      const found = diffLines(before, after, same) ?? [];
      expect(rebuilt(found, "before")).toEqual(before);
      expect(rebuilt(found, "after")).toEqual(after);
      const changes = found.filter(({ kind }) => kind !== "same").length;
      expect(changes).toBe(before.length + after.length - 2 * commonLength(before, after));
    }
  });

  it("gives up on texts without anything in common that are long", () => {
    const long = (word: string) => Array.from({ length: 2_000 }, (_, at) => `${word} ${at}`);
    expect(diffLines(long("one"), long("other"), same)).toBeNull();
    expect(diffLines(long("one"), long("one").toSpliced(900, 1), same)).toHaveLength(2_000);
  });

  it("takes lines that differ in numbers only for the same, and shows the later one", () => {
    const found = diffLines(["took 12.5 s at 09:00:01"], ["took 7 s at 10:30:00"], withoutNumbers);
    expect(shown(found)).toBe(" took 7 s at 10:30:00");
  });
});

it("folded keeps the surroundings of each change", () => {
  const found = diffLines(lines("abcdefghij"), lines("abcdeXghij"), same) ?? [];
  expect(folded(found, 1).map((row) => (row.kind === "skipped" ? row.count : row.text))).toEqual([
    4,
    "e",
    "f",
    "X",
    "g",
    3,
  ]);
});

function commonLength(one: readonly string[], other: readonly string[]): number {
  const row = new Array<number>(other.length + 1).fill(0);
  for (const line of one) {
    let diagonal = 0;
    for (let at = 1; at <= other.length; at++) {
      const above = row[at] ?? 0;
      row[at] = line === other[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1] ?? 0);
      diagonal = above;
    }
  }
  return row[other.length] ?? 0;
}

import { expect, it } from "vitest";
import { fileRows, languageOf } from "./file-changes";

const file = (path: string, sha256: string) => ({ path, sha256, size_bytes: 1 });

it("says what happened to each file, by path", () => {
  const own = [file("a.ts", "1"), file("b.py", "2"), file("d", "4")];
  expect(fileRows(own, null).map(({ change }) => change)).toEqual([null, null, null]);
  expect(fileRows(own, [file("a.ts", "1"), file("b.py", "0"), file("c", "3")])).toEqual([
    { path: "a.ts", change: null },
    { path: "b.py", change: "changed" },
    { path: "c", change: "removed" },
    { path: "d", change: "added" },
  ]);
  expect(fileRows([], [])).toEqual([]);
});

it.each([
  ["a/b.TS", "typescript"],
  ["x.mjs", "javascript"],
  ["x.py", "python"],
  ["x.json", "yaml"],
  ["Makefile", "text"],
  ["x.constructor", "text"],
])("knows the language of %s", (path, language) => {
  expect(languageOf(path)).toBe(language);
});

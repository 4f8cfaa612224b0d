import { expect, it } from "vitest";
import { foldersOf, mergedFiles } from "./file-entries";

const file = (path: string, size_bytes: number) => ({ path, is_folder: false, size_bytes });
const folder = (path: string) => ({ path, is_folder: true, size_bytes: null });

it("lists a folder of two runs once, folders first, and says who has what", () => {
  const merged = mergedFiles(
    [file("b", 1), folder("m"), file("a", 5)],
    [folder("z"), file("a", 6), folder("m")],
  );
  expect(merged.map(({ path, where, sizes }) => [path, where, sizes])).toEqual([
    ["m", "both", [null, null]],
    ["z", "second", [null, null]],
    ["a", "both", [5, 6]],
    ["b", "first", [1, null]],
  ]);
});

it("keeps a file and a folder of one name apart", () => {
  expect(mergedFiles([file("a", 1)], [folder("a")])).toHaveLength(2);
});

it.each([
  ["a", []],
  ["a/b/c", ["a", "a/b"]],
])("%s lies in %j", (path, expected) => {
  expect(foldersOf(path)).toEqual(expected);
});

import { describe, expect, it } from "vitest";
import type { FileRow } from "./file-changes";
import { firstFile, treeRows } from "./tree";

const files: FileRow[] = [
  { path: "model/columns.ts", change: null },
  { path: "model/deep/a.ts", change: "changed" },
  { path: "model/train.ts", change: "added" },
  { path: "pipeline.ts", change: null },
];
const shown = (isOpen: (folder: string) => boolean) =>
  treeRows(files, isOpen).map(
    (row) => `${" ".repeat(row.depth)}${row.name}${row.kind === "folder" ? "/" : ""}`,
  );

describe("treeRows", () => {
  it("folders come first, and open ones have what is in them", () => {
    expect(shown(() => true)).toEqual([
      "model/",
      " deep/",
      "  a.ts",
      " columns.ts",
      " train.ts",
      "pipeline.ts",
    ]);
    expect(shown((folder) => folder === "model")).toEqual([
      "model/",
      " deep/",
      " columns.ts",
      " train.ts",
      "pipeline.ts",
    ]);
    expect(shown(() => false)).toEqual(["model/", "pipeline.ts"]);
  });
  it("a folder says how many files in it changed", () => {
    expect(treeRows(files, () => false)[0]).toMatchObject({ kind: "folder", path: "model", changes: 2 });
  });
  it("of names that every object has, and of nothing", () => {
    expect(treeRows([{ path: "constructor/__proto__", change: null }], () => true)).toHaveLength(2);
    expect(treeRows([], () => true)).toEqual([]);
  });
});

it.each([
  ["the definition", "pipeline.ts", false, "pipeline.ts"],
  ["what changed, in a comparison", "pipeline.ts", true, "model/deep/a.ts"],
  ["the definition, where it changed too", "model/train.ts", true, "model/train.ts"],
  ["the stored spec, where no definition is kept", null, false, null],
])("first is looked at %s", (_, definition, isCompared, path) => {
  expect(firstFile(definition, files, isCompared)).toBe(path);
});

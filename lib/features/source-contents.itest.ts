import { expect, it } from "vitest";
import { testCtx, testStores } from "@/lib/testing";
import { listSourceFiles, openSourceFile, readSourceFileHead } from "./source-contents";
import { createSource } from "./sources";

const stores = testStores();
const timed = { format: "csv", timestamp_field: "at" } as const;

async function twoSources() {
  const ctx = testCtx(stores);
  const url = (key: string) => `s3://${stores.storage.bucket}/${key}`;
  for (const [key, text] of [
    ["contents/a.csv", "at,driver\n2026-01-01,1\n"],
    ["contents/days/b.csv", "at,driver\n"],
    ["contents/empty.csv", ""],
    ["contents/notes.txt", "no data"],
    ["contents-beside/c.csv", "at\n"],
  ] as const)
    await stores.storage.putBytes(key, text, "text/csv");
  await createSource(ctx, { ...timed, name: "folder", path: url("contents/") });
  await createSource(ctx, { ...timed, name: "one_file", path: url("contents/a.csv") });
  return ctx;
}

it("a source shows the files that a materialisation would read, and the beginning of each, and no other objects", async () => {
  const ctx = await twoSources();
  expect(await listSourceFiles(ctx, { name: "folder" })).toEqual({
    data: [
      { path: "a.csv", size_bytes: 23 },
      { path: "days/b.csv", size_bytes: 10 },
    ],
    size_bytes: 33,
    is_cut: false,
  });
  expect((await listSourceFiles(ctx, { name: "one_file" })).data).toEqual([
    { path: "a.csv", size_bytes: 23 },
  ]);
  const head = await readSourceFileHead(ctx, { name: "folder", path: "a.csv" });
  expect(head.table).toMatchObject({ columns: ["at", "driver"], rows: [["2026-01-01", "1"]] });
  expect((await openSourceFile(ctx, { name: "folder", path: "days/b.csv" })).key).toBe("contents/days/b.csv");
  for (const [name, path] of [
    ["folder", "notes.txt"],
    ["folder", "../contents-beside/c.csv"],
    ["folder", "days/../../contents-beside/c.csv"],
    ["one_file", "days/b.csv"],
    ["one_file", "../contents-beside/c.csv"],
  ] as const)
    await expect(openSourceFile(ctx, { name, path }), path).rejects.toMatchObject({
      code: expect.stringMatching(/^(NOT_FOUND|INVALID)$/),
    });
});

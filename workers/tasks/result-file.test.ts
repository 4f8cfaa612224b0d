import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readReport, readResult } from "./result-file";
import { cutText } from "./storable";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "gwanje-result-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
async function left(text: string): Promise<string> {
  const file = join(dir, "left.json");
  await writeFile(file, text);
  return file;
}

const nested = (levels: number) =>
  `${'{"a":['.repeat(levels / 2)}${levels % 2 ? "[]" : ""}${"]}".repeat(levels / 2)}`;

test.each([
  ['{"id": 1909198862420847982}', "id is a number too large to be kept exactly"],
  ['{"rows": [{"id": -9007199254740993}]}', "rows.0.id is a number too large"],
  ["[1, 2, 9007199254740992]", "2 is a number too large"],
  ["1e400", "This is a number too large"],
  ['"a\\u0000b"', "a NUL or half of a surrogate pair"],
  ['{"\\ud83d": 1}', "a NUL or half of a surrogate pair"],
  ["{", "JSON"],
  [nested(201), "deeper than 200 levels"],
  [nested(100_000), "deeper than 200 levels"],
])("the result %s is refused, with the place and the way out", async (text, why) => {
  const read = await readResult(await left(text));
  expect(read).toMatchObject({ ok: false, code: "result_invalid", detail: expect.stringContaining(why) });
});

test.each([
  ['{"id": "1909198862420847982", "n": 9007199254740991, "x": 1.5e300, "y": -0.1}'],
  ['{"a": [1e21, "😀", null, true]}'],
  ["7"],
  [nested(200)],
])("the result %s is kept as it is", async (text) => {
  expect(await readResult(await left(text))).toEqual({ ok: true, value: JSON.parse(text) });
});

test("nothing written is null", async () => {
  expect(await readResult(await left("  \n"))).toEqual({ ok: true, value: null });
  expect(await readResult(join(dir, "absent"))).toEqual({ ok: true, value: null });
});

test("the reason of a failure survives the characters that cannot be kept", async () => {
  const report = { code: "http_status", detail: `answered 500: a\0b \ud83d ${"x".repeat(20_000)}` };
  const read = await readReport(await left(JSON.stringify(report)), null);
  expect(read?.code).toBe("http_status");
  expect(read?.detail).toMatch(/^answered 500: a\uFFFDb \uFFFD x+$/);
  expect(await readReport(await left("not JSON"), null)).toBeNull();
});

test("a text is never cut in the middle of a character", () => {
  expect(cutText("ab😀", 3)).toBe("ab");
  expect(cutText("ab😀", 4)).toBe("ab😀");
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeEach, expect, test } from "vitest";
import { placeOf, putInPlace, whileUnwritten, wholeFile } from "./parts-in-place";

const root = mkdtempSync(join(tmpdir(), "parts-"));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, "upload-"));
});
afterAll(() => rmSync(root, { recursive: true }));

const put = (number: number, content: Readable, expectedBytes: number) =>
  putInPlace(folder, number, { content, expectedBytes, durable: false });

test("a file is not finished while a part is on its way into it", async () => {
  await put(1, Readable.from([Buffer.from("aaaa")]), 4);
  const late = new PassThrough();
  const arriving = put(2, late, 4);
  let finished = 0;
  const finish = async () => {
    finished += 1;
  };
  expect([await whileUnwritten(folder, finish), finished]).toEqual([false, 0]);
  late.end("bbbb");
  await arriving;
  expect([await whileUnwritten(folder, finish), finished]).toEqual([true, 1]);
});

test("a file that is being finished takes no part", async () => {
  const taken = await new Promise((resolve) =>
    whileUnwritten(folder, async () => resolve(await put(1, Readable.from([Buffer.from("late")]), 4))),
  );
  expect(taken).toBeNull();
});

test("a part that breaks off is not there, and its place is not written again", async () => {
  const broken = put(1, Readable.from([Buffer.from("aa")]), 4);
  await expect(broken).rejects.toThrow("ended after 2 of 4");
  expect(await placeOf(folder, 1)).toBeNull();
  expect(await put(1, Readable.from([Buffer.from("aaaa")]), 4)).toBeNull();
});

test("a part that is longer than it says does not reach the place of the next", async () => {
  await put(1, Readable.from([Buffer.from("aaaa")]), 4);
  await put(3, Readable.from([Buffer.from("cccc")]), 4);
  await expect(put(2, Readable.from([Buffer.from("bbbbXX")]), 4)).rejects.toThrow("more than 4 bytes");
  expect(readFileSync(wholeFile(folder), "latin1")).toBe("aaaa\0\0\0\0cccc");
});

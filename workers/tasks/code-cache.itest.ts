import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "tar-stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { CodeError, codeDir, pruneCode } from "./code-cache";
import { storeBundle, storeTar } from "./testing";

const stores = testStores();
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "gwanje-code-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const deps = () => ({ storage: stores.storage, home, root: process.cwd() });

test("a bundle is unpacked once, with a way to the installation's packages", async () => {
  const sha = await storeBundle(stores.storage, { "a/b.txt": "text", "c.py": "print(1)" });
  const [one, two] = await Promise.all([codeDir(deps(), sha), codeDir(deps(), sha)]);
  expect(one).toBe(two);
  expect(await readFile(join(one, "a/b.txt"), "utf8")).toBe("text");
  expect((await stat(join(one, "node_modules", "ioredis"))).isDirectory()).toBe(true);
  const { mtimeMs } = await stat(one);
  await codeDir(deps(), sha);
  expect((await stat(one)).mtimeMs).toBe(mtimeMs);
  expect(await readdir(join(home, "code"))).toEqual([sha]);
});

test("what a killed worker left half-way does not count and is removed later", async () => {
  const sha = await storeBundle(stores.storage, { "a.txt": "whole" });
  const left = join(home, "code", `.unpacking-${sha.slice(0, 12)}-0`);
  await mkdir(left, { recursive: true });
  await utimes(left, 0, 0);
  expect(await readFile(join(await codeDir(deps(), sha), "a.txt"), "utf8")).toBe("whole");
  expect(await readdir(join(home, "code"))).toEqual([sha]);
});

test("a bundle that no attempt has used for long is removed, and unpacked again on demand", async () => {
  const used = await storeBundle(stores.storage, { "a.txt": "used" });
  const unused = await storeBundle(stores.storage, { "a.txt": "unused" });
  for (const sha of [used, unused]) {
    const dir = await codeDir(deps(), sha);
    await utimes(dir, 0, 0);
  }
  await codeDir(deps(), used);
  await expect.poll(async () => (await stat(join(home, "code", used))).atimeMs).toBeGreaterThan(0);
  expect(await pruneCode(home, Date.now())).toBe(1);
  expect(await readdir(join(home, "code"))).toEqual([used]);
  expect(await readFile(join(await codeDir(deps(), unused), "a.txt"), "utf8")).toBe("unused");
  expect(await pruneCode(join(home, "nothing"), Date.now())).toBe(0);
});

type Entry = { name: string; type?: "symlink" | "link" | "fifo"; linkname?: string };

/** A bundle of this one entry. */
function bundleOf(header: Entry): Promise<string> {
  const tar = pack();
  if (header.type === undefined) tar.entry(header, "text");
  else tar.entry(header);
  tar.finalize();
  return storeTar(stores.storage, tar);
}

test.each<[string, Entry]>([
  ["a name that goes up", { name: "a/../../evil.txt" }],
  ["an absolute name", { name: "/tmp/gwanje-evil.txt" }],
  ["packages of its own", { name: "node_modules/ioredis/index.js" }],
  ["a symbolic link", { name: "link", type: "symlink", linkname: "/etc" }],
  ["a hard link", { name: "link", type: "link", linkname: "/etc/passwd" }],
  ["a pipe", { name: "pipe", type: "fifo" }],
])("a bundle with %s is refused and leaves nothing", async (_name, header) => {
  await expect(codeDir(deps(), await bundleOf(header))).rejects.toThrow(CodeError);
  expect(await readdir(join(home, "code"))).toEqual([]);
});

test("bytes that are not what their name says, and a bundle that is not there, are refused", async () => {
  const sha = await storeBundle(stores.storage, { "a.txt": "before" });
  const other = await storeBundle(stores.storage, { "a.txt": "after!" });
  await stores.storage.putBytes(`code/${sha}`, (await stores.storage.getBytes(`code/${other}`)) ?? "");
  await expect(codeDir(deps(), sha)).rejects.toThrow(/does not match/);
  await expect(codeDir(deps(), "0".repeat(64))).rejects.toThrow(/not in the object store/);
  await expect(codeDir(deps(), "../../etc")).rejects.toThrow(CodeError);
  expect(await readdir(join(home, "code"))).toEqual([]);
});

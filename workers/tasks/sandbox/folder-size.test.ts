import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sizeOfFolder } from "./folder-size";

const MB = 1024 * 1024;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "gwanje-size-"));
});
// Node gives up on a path that is too long.
afterEach(() => void execFileSync("rm", ["-rf", dir]));

test("folders count too, at any depth, and a file with two names once", async () => {
  for (let at = 0; at < 20; at++) mkdirSync(join(dir, "a", `${at}`, "b"), { recursive: true });
  const folders = await sizeOfFolder(dir, MB);
  // On a file system that keeps small folders in their entry they take nothing.
  expect(folders % 512).toBe(0);
  writeFileSync(join(dir, "one"), Buffer.alloc(MB, "x"));
  linkSync(join(dir, "one"), join(dir, "a", "two"));
  expect(await sizeOfFolder(dir, 10 * MB)).toBe(folders + MB);
});

test("it stops counting when that is enough", async () => {
  for (let at = 0; at < 5; at++) {
    mkdirSync(join(dir, `${at}`));
    writeFileSync(join(dir, `${at}`, "f"), Buffer.alloc(MB, "x"));
  }
  expect(await sizeOfFolder(dir, MB)).toBeLessThan(4 * MB);
});

test("what lies deeper than a path can be long is not free", async () => {
  const name = "n".repeat(200);
  // From folder to folder, as a task does it.
  execFileSync("sh", ["-c", `for i in $(seq 30); do mkdir ${name} && cd -P ${name}; done`], { cwd: dir });
  expect(await sizeOfFolder(dir, MB)).toBeGreaterThan(MB);
});

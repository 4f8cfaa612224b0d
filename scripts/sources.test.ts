import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { whyInstall } from "./dependencies.mjs";
import { hashSources } from "./sources.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sources-"));
  mkdirSync(join(root, "lib"));
  writeFileSync(join(root, "lib", "a.ts"), "one");
});
afterEach(() => rmSync(root, { recursive: true }));

const hash = () => hashSources(root, ["lib", "missing"]);

test("a build is stale after a change, a new file or a renamed one, not after a touch or a test", () => {
  const first = hash();
  writeFileSync(join(root, "lib", "a.ts"), "one");
  writeFileSync(join(root, "lib", "a.test.ts"), "test");
  expect(hash()).toBe(first);
  writeFileSync(join(root, "lib", "a.ts"), "two");
  const changed = hash();
  expect(changed).not.toBe(first);
  writeFileSync(join(root, "lib", "b.ts"), "");
  expect(hash()).not.toBe(changed);
});

test("content cannot move from one file to the next unnoticed", () => {
  writeFileSync(join(root, "lib", "b.ts"), "two");
  const before = hash();
  writeFileSync(join(root, "lib", "a.ts"), "onet");
  writeFileSync(join(root, "lib", "b.ts"), "wo");
  expect(hash()).not.toBe(before);
});

test("dependencies are stale when absent or of another version, not for another machine's optional ones", () => {
  const lock = (packages: object) => JSON.stringify({ packages });
  const wanted = {
    "": {},
    "node_modules/a": { version: "1.0.0" },
    "node_modules/mac": { version: "1.0.0", optional: true },
  };
  writeFileSync(join(root, "package-lock.json"), lock(wanted));
  expect(whyInstall(root)).toBe("not installed yet");
  mkdirSync(join(root, "node_modules"));
  const installed = join(root, "node_modules", ".package-lock.json");
  writeFileSync(installed, lock({ "node_modules/a": { version: "1.0.0" } }));
  expect(whyInstall(root)).toBeNull();
  writeFileSync(installed, lock({ "node_modules/a": { version: "0.9.0" } }));
  expect(whyInstall(root)).toBe("a is 0.9.0, not 1.0.0");
  writeFileSync(installed, lock({}));
  expect(whyInstall(root)).toBe("a is missing");
});

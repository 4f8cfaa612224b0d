import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];
// Here and not in the call: what a running test registers for after the file is never run.
afterAll(() => {
  for (const root of made) rmSync(root, { recursive: true, force: true });
});

/** A pipelines folder of its own for each call, removed after the test file. */
export function testFolder(files: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(tmpdir(), "gwanje-folder-"));
  made.push(root);
  const folder = {
    root,
    write(path: string, text: string | Uint8Array) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    remove: (path: string) => rmSync(join(root, path), { recursive: true }),
  };
  for (const [path, text] of Object.entries(files)) folder.write(path, text);
  return folder;
}

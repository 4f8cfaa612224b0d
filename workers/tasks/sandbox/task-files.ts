import { closeSync, constants, fchownSync, openSync, writeFileSync } from "node:fs";
import { readdir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Launcher } from "./launcher";

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Creates a file that only its owner reads. Never opens an existing one or follows a link. */
export function writeNewFile(file: string, text: string, owner: number | null): void {
  const fd = openSync(file, NEW_FILE, 0o600);
  try {
    writeFileSync(fd, text);
    if (owner !== null) fchownSync(fd, owner, owner);
  } finally {
    closeSync(fd);
  }
}

/** More files than this, or folders, are left to another process: there may be a million, deeply nested. */
const FEW_FILES = 32;
/** A task may have removed its own permissions on its folders; root can read them anyway. */
const REMOVE = 'rm -rf -- "$1" 2>/dev/null || { chmod -R u+rwX -- "$1"; rm -rf -- "$1"; }';

/** Throws when something is left. */
export async function removeTaskFolder(dir: string, launcher: Pick<Launcher, "script">): Promise<void> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    if (entries.length <= FEW_FILES && entries.every((entry) => !entry.isDirectory())) {
      for (const { name } of entries) await unlink(join(dir, name));
      await rmdir(dir);
      return;
    }
  } catch {
    // Not readable, or another process removes it at the same time.
  }
  const { exitCode } = await launcher.script(null, REMOVE, dir);
  if (exitCode !== 0) throw new Error(`A task's folder was not removed: ${dir}`);
}

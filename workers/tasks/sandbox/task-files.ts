import { closeSync, constants, fchownSync, openSync, writeFileSync } from "node:fs";
import { readdir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Launcher } from "./launcher";

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** A new file that its owner alone reads. It is never one that was there, nor behind a link. */
export function writeNewFile(file: string, text: string, owner: number | null): void {
  const fd = openSync(file, NEW_FILE, 0o600);
  try {
    writeFileSync(fd, text);
    if (owner !== null) fchownSync(fd, owner, owner);
  } finally {
    closeSync(fd);
  }
}

/** More than this, or folders, is the work of a process of its own: there may be a million files, nested without end. */
const FEW_FILES = 32;
/** A task may have taken its own right to look into its folders; of root it takes none. */
const REMOVE = 'rm -rf -- "$1" 2>/dev/null || { chmod -R u+rwX -- "$1"; rm -rf -- "$1"; }';

/** Throws when something of it stays. */
export async function removeTaskFolder(dir: string, launcher: Pick<Launcher, "script">): Promise<void> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    if (entries.length <= FEW_FILES && entries.every((entry) => !entry.isDirectory())) {
      for (const { name } of entries) await unlink(join(dir, name));
      await rmdir(dir);
      return;
    }
  } catch {
    // Not ours to read, or somebody takes it away with us.
  }
  const { exitCode } = await launcher.script(null, REMOVE, dir);
  if (exitCode !== 0) throw new Error(`A task's folder was not removed: ${dir}`);
}

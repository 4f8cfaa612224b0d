import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";

/** The unit of `blocks` on every file system. */
const BLOCK_BYTES = 512;

/**
 * Disk usage of a folder; stops counting above `enough`. A file with several links counts once. A folder deeper than
 * the longest path counts as too much, because it could hold anything.
 */
export async function sizeOfFolder(dir: string, enough: number): Promise<number> {
  let bytes = 0;
  const open = [dir];
  const seen = new Set<number>();
  for (let next = open.pop(); next !== undefined && bytes <= enough; next = open.pop()) {
    const entries = await opendir(next).catch((error: unknown) => (isTooDeep(error) ? "too deep" : null));
    if (entries === "too deep") return Number.POSITIVE_INFINITY;
    if (!entries) continue;
    for await (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) open.push(path);
      const info = await lstat(path).catch(() => null);
      if (!info || (!entry.isDirectory() && info.nlink > 1 && seen.has(info.ino))) continue;
      if (info.nlink > 1) seen.add(info.ino);
      bytes += info.blocks * BLOCK_BYTES;
    }
  }
  return bytes;
}

function isTooDeep(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENAMETOOLONG";
}

import { opendirSync, readlinkSync, statSync } from "node:fs";

/** Files that have no name any more, or never had one, and live as long as a process holds them. */
export type Held = { memoryBytes: number; diskBytes: number };

/** The unit of `blocks`, whatever the file system. */
const BLOCK_BYTES = 512;
/** A task with more open files than this is looked at in part. */
const MOST_FILES = 2_000;

/** What these processes hold together; a file that several hold counts once. By what they have open and what they have mapped. */
export function heldBy(pids: readonly number[]): Held {
  const seen = new Set<string>();
  const held: Held = { memoryBytes: 0, diskBytes: 0 };
  for (const pid of pids)
    for (const folder of [`/proc/${pid}/fd`, `/proc/${pid}/map_files`])
      for (const file of filesIn(folder)) {
        const target = linkOf(file);
        if (!target?.endsWith(" (deleted)")) continue;
        const info = statSync(file, { throwIfNoEntry: false });
        if (!info?.isFile() || info.nlink > 0 || seen.has(`${info.dev}:${info.ino}`)) continue;
        seen.add(`${info.dev}:${info.ino}`);
        const inMemory = /^\/(memfd:|dev\/shm\/|SYSV|dev\/zero)/.test(target);
        held[inMemory ? "memoryBytes" : "diskBytes"] += info.blocks * BLOCK_BYTES;
      }
  return held;
}

function filesIn(folder: string): string[] {
  const found: string[] = [];
  try {
    const dir = opendirSync(folder);
    try {
      for (let entry = dir.readSync(); entry && found.length < MOST_FILES; entry = dir.readSync())
        found.push(`${folder}/${entry.name}`);
    } finally {
      dir.closeSync();
    }
  } catch {
    // It has ended, or is not ours to look at.
  }
  return found;
}

function linkOf(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}

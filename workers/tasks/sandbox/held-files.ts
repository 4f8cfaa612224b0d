import { opendirSync, readlinkSync, statSync } from "node:fs";

/** Files that have no name any more, or never had one, and live as long as a process holds them. */
export type Held = { memoryBytes: number; diskBytes: number };

/** The unit of `blocks`, whatever the file system. */
const BLOCK_BYTES = 512;
/** A task that holds more than this is looked at in part, so that its look never keeps the other tasks waiting. */
const MOST_FILES = 4_000;

/** What these processes hold together; a file that several hold counts once. By what they have open and what they have mapped. */
export function heldBy(pids: readonly number[]): Held {
  const seen = new Set<string>();
  const held: Held = { memoryBytes: 0, diskBytes: 0 };
  let left = MOST_FILES;
  // From another process each time: the one that is always looked at last would hold what is never seen.
  const first = Math.floor(Math.random() * pids.length);
  for (const pid of [...pids.slice(first), ...pids.slice(0, first)])
    for (const folder of [`/proc/${pid}/fd`, `/proc/${pid}/map_files`]) {
      if (left <= 0) return held;
      const files = filesIn(folder, left);
      // A folder that is closed or empty has cost a call too.
      left -= files.length + 1;
      for (const file of files) {
        const target = linkOf(file);
        if (!target?.endsWith(" (deleted)")) continue;
        const info = statSync(file, { throwIfNoEntry: false });
        if (!info?.isFile() || info.nlink > 0 || seen.has(`${info.dev}:${info.ino}`)) continue;
        seen.add(`${info.dev}:${info.ino}`);
        const inMemory = /^\/(memfd:|dev\/shm\/|SYSV|dev\/zero)/.test(target);
        held[inMemory ? "memoryBytes" : "diskBytes"] += info.blocks * BLOCK_BYTES;
      }
    }
  return held;
}

function filesIn(folder: string, most: number): string[] {
  const found: string[] = [];
  try {
    const dir = opendirSync(folder);
    try {
      for (let entry = dir.readSync(); entry && found.length < most; entry = dir.readSync())
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

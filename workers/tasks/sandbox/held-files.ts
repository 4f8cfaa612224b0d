import { opendirSync, readlinkSync, statSync } from "node:fs";

/** Files without a name, which exist as long as a process holds them open. */
export type Held = { memoryBytes: number; diskBytes: number };

/** The unit of `blocks` on every file system. */
const BLOCK_BYTES = 512;
/** Limit of one look, so that a task with more files does not delay the look at other tasks. */
const MOST_FILES = 4_000;

/** Disk usage of nameless files that these processes have open or mapped; a file held by several counts once. */
export function heldBy(pids: readonly number[]): Held {
  const seen = new Set<string>();
  const held: Held = { memoryBytes: 0, diskBytes: 0 };
  let left = MOST_FILES;
  // Starts at another process each time, or the last one would never be looked at.
  const first = Math.floor(Math.random() * pids.length);
  for (const pid of [...pids.slice(first), ...pids.slice(0, first)])
    for (const folder of [`/proc/${pid}/fd`, `/proc/${pid}/map_files`]) {
      if (left <= 0) return held;
      const files = filesIn(folder, left);
      // An unreadable or empty folder costs a call too.
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
    // It ended, or is not readable for us.
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

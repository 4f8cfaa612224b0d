import { readdirSync, statSync } from "node:fs";
import type { Counts } from "./cgroups";
import { heldBy } from "./held-files";
import { type ProcessFacts, shareOf } from "./processes";

/** Where the kernel keeps no account of a task: what its processes are seen to use. Ends and refusals are never seen. */
export function countsOf(family: readonly ProcessFacts[], uid: number | null, boundBytes: number): Counts {
  const sum = (of: (one: ProcessFacts) => number) => family.reduce((total, one) => total + of(one), 0);
  let own = sum((one) => one.memoryBytes);
  let shared = sum((one) => one.shmemBytes);
  // Processes that were forked share pages, which the cheap sums count for each of them.
  if (own + shared > boundBytes) {
    const shares = family.map((one) => shareOf(one.pid) ?? one);
    own = Math.min(
      own,
      shares.reduce((total, one) => total + one.memoryBytes, 0),
    );
    shared = Math.min(
      shared,
      shares.reduce((total, one) => total + one.shmemBytes, 0),
    );
  }
  // What is mapped and what is held are mostly the same.
  const held = heldBy(family.map(({ pid }) => pid)).memoryBytes;
  return {
    memoryBytes: own + Math.max(shared, held) + (uid === null ? 0 : namedBy(uid)),
    cpuMs: sum((one) => one.cpuMs),
    processes: sum((one) => (one.isDead ? 0 : one.threads)),
    oomKills: 0,
    refusedForks: 0,
  };
}

const SHARED_MEMORY = "/dev/shm";
const BLOCK_BYTES = 512;

/** What a user has left in the machine's shared memory. Behind walls a task has a folder of its own in its place. */
function namedBy(uid: number): number {
  let bytes = 0;
  try {
    for (const name of readdirSync(SHARED_MEMORY)) {
      const info = statSync(`${SHARED_MEMORY}/${name}`, { throwIfNoEntry: false });
      if (info?.uid === uid) bytes += info.blocks * BLOCK_BYTES;
    }
  } catch {
    // There is none here.
  }
  return bytes;
}

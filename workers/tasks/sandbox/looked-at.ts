import { readdirSync, statSync } from "node:fs";
import type { Counts } from "./cgroups";
import { heldBy } from "./held-files";
import { type ProcessFacts, shareOf } from "./processes";

/** Usage of a task without a cgroup, as seen in its processes. Kills and refusals by the kernel are not seen. */
export function countsOf(family: readonly ProcessFacts[], uid: number | null, boundBytes: number): Counts {
  const sum = (of: (one: ProcessFacts) => number) => family.reduce((total, one) => total + of(one), 0);
  let own = sum((one) => one.memoryBytes);
  let shared = sum((one) => one.shmemBytes);
  // The cheap sum counts pages that forked processes share several times.
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
  // Mapped and open files are mostly the same.
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

/** A user's files in the machine's /dev/shm. Behind walls a task has its own. */
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

import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Control groups: the kernel counts and limits what a task uses, however it hides it. Version 2, or 1 where that is
 * mounted.
 */
export type Cgroups = {
  /** Folders to remove if this worker dies. */
  readonly folders: readonly string[];
  make(name: string): Cgroup;
  close(): void;
};
export type Cgroup = {
  /** A process id written to these files puts the process, and all that it starts later, into the group. */
  readonly entries: readonly string[];
  counts(): Counts;
  /** Call it after the last process has ended. */
  remove(): Promise<void>;
};
export type Counts = {
  /** Private and shared memory, and files in memory; without the page cache. */
  memoryBytes: number;
  cpuMs: number;
  processes: number;
  /** How often the kernel killed a process for memory. */
  oomKills: number;
  /** How often the kernel refused it another process. */
  refusedForks: number;
};

const ROOT = "/sys/fs/cgroup";
const OURS = "gwanje";
const MB = 1024 * 1024;
const TRIES = 50;
const RETRY_MS = 20;

/** Null when we may not create cgroups. */
export function openCgroups(
  workerId: string,
  bound: { memoryMb: number; processes: number },
  root = ROOT,
): Cgroups | null {
  const version = existsSync(join(root, "cgroup.controllers")) ? two(root) : one(root);
  const folders = version.bases.map((base) => join(base, workerId));
  try {
    for (const base of version.bases) {
      mkdirSync(base, { recursive: true });
      version.delegate(base);
    }
    for (const folder of folders) {
      mkdirSync(folder);
      version.delegate(folder);
    }
    const cgroups: Cgroups = {
      folders,
      make(name) {
        const places = folders.map((folder) => join(folder, name));
        for (const place of places) mkdirSync(place);
        version.bound(places, bound);
        return {
          entries: places.map((place) => join(place, "cgroup.procs")),
          counts: () => version.counts(places),
          async remove() {
            for (const place of places) await removeFolder(place);
          },
        };
      },
      close() {
        for (const folder of folders) tryTo(() => rmdirSync(folder));
      },
    };
    // Created once to check that its limits work.
    const probe = cgroups.make("probe");
    void probe.remove();
    return cgroups;
  } catch {
    for (const folder of folders) tryTo(() => rmdirSync(folder));
    return null;
  }
}

type Version = {
  bases: string[];
  delegate(folder: string): void;
  bound(places: readonly string[], to: { memoryMb: number; processes: number }): void;
  counts(places: readonly string[]): Counts;
};

function two(root: string): Version {
  return {
    bases: [join(root, OURS)],
    delegate(folder) {
      // The first level belongs to the machine, which decides what it offers.
      tryTo(() => writeFileSync(join(root, "cgroup.subtree_control"), "+memory +pids"));
      writeFileSync(join(folder, "cgroup.subtree_control"), "+memory +pids");
    },
    bound([place = ""], { memoryMb, processes }) {
      writeFileSync(join(place, "memory.max"), String(memoryMb * MB));
      tryTo(() => writeFileSync(join(place, "memory.swap.max"), "0"));
      tryTo(() => writeFileSync(join(place, "memory.oom.group"), "1"));
      writeFileSync(join(place, "pids.max"), String(processes));
    },
    counts([place = ""]) {
      const stat = read(place, "memory.stat");
      return {
        memoryBytes: numberIn(stat, "anon") + numberIn(stat, "shmem"),
        cpuMs: Math.round(numberIn(read(place, "cpu.stat"), "usage_usec") / 1_000),
        processes: Number(read(place, "pids.current")),
        oomKills: numberIn(read(place, "memory.events"), "oom_kill"),
        refusedForks: numberIn(read(place, "pids.events"), "max"),
      };
    },
  };
}

function one(root: string): Version {
  return {
    bases: ["memory", "pids", "cpuacct"].map((controller) => join(root, controller, OURS)),
    delegate() {},
    bound([memory = "", pids = ""], { memoryMb, processes }) {
      writeFileSync(join(memory, "memory.limit_in_bytes"), String(memoryMb * MB));
      // Missing when the kernel does not count swap.
      tryTo(() => writeFileSync(join(memory, "memory.memsw.limit_in_bytes"), String(memoryMb * MB)));
      writeFileSync(join(pids, "pids.max"), String(processes));
    },
    counts([memory = "", pids = "", cpu = ""]) {
      const stat = read(memory, "memory.stat");
      return {
        memoryBytes: numberIn(stat, "rss") + numberIn(stat, "shmem"),
        cpuMs: Math.round(Number(read(cpu, "cpuacct.usage")) / 1_000_000),
        processes: Number(read(pids, "pids.current")),
        oomKills: numberIn(read(memory, "memory.oom_control"), "oom_kill"),
        refusedForks: numberIn(read(pids, "pids.events"), "max"),
      };
    },
  };
}

/** Empty when the group is gone because its task has ended. */
function read(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "latin1");
  } catch {
    return "";
  }
}

function numberIn(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)`, "m").exec(text)?.[1] ?? 0);
}

/** Its last process may still be exiting. */
async function removeFolder(folder: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    if (!existsSync(folder)) return;
    try {
      rmdirSync(folder);
      return;
    } catch {
      await pause(RETRY_MS);
    }
  }
}

function tryTo(work: () => void): void {
  try {
    work();
  } catch {
    // Optional.
  }
}

import { readdirSync, readFileSync, statSync } from "node:fs";

/** Facts from /proc: usage and membership of a process. Memory is its own, without shared pages. */
export type ProcessFacts = {
  pid: number;
  parent: number;
  group: number;
  session: number;
  threads: number;
  /** In ticks since boot; distinguishes processes with the same id. */
  startedAt: number;
  /** A zombie: it holds no memory, but the kernel still counts it. */
  isDead: boolean;
  cpuMs: number;
  /** The part of children that it has waited for, and of theirs. */
  waitedCpuMs: number;
  memoryBytes: number;
  /** Explicitly shared memory. Shared pages of programs and libraries cost nothing. */
  shmemBytes: number;
};

/** Both are 100 and 4096 on every Linux that runs Node; asking getconf would cost a process. */
const MS_PER_TICK = 10;
const PAGE_BYTES = 4096;

/** Without /proc (macOS) nothing is found: limits are not watched, and only the process group is killed. */
function allPids(): number[] {
  try {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** Live processes of a user, without zombies. */
export function pidsOfUser(uid: number): number[] {
  return allPids().filter((pid) => {
    try {
      return statSync(`/proc/${pid}`).uid === uid && !isDead(pid);
    } catch {
      return false;
    }
  });
}

/** Live processes of our own user with this environment variable. A process may have cleared it. */
export function pidsWithEntry(entry: string): number[] {
  const wanted = Buffer.from(`\0${entry}\0`);
  return allPids().filter((pid) => {
    try {
      const entries = Buffer.concat([Buffer.of(0), readFileSync(`/proc/${pid}/environ`), Buffer.of(0)]);
      return entries.includes(wanted) && !isDead(pid);
    } catch {
      return false;
    }
  });
}

export function factsOfUsers(uids: ReadonlySet<number>): Map<number, ProcessFacts[]> {
  const found = new Map<number, ProcessFacts[]>();
  for (const pid of allPids()) {
    try {
      const { uid } = statSync(`/proc/${pid}`);
      if (!uids.has(uid)) continue;
      const facts = factsOf(pid);
      if (facts) found.set(uid, [...(found.get(uid) ?? []), facts]);
    } catch {
      // It just ended.
    }
  }
  return found;
}

export function allFacts(): ProcessFacts[] {
  return allPids().flatMap((pid) => factsOf(pid) ?? []);
}

/** Null when the process is gone. */
export function factsOf(pid: number): ProcessFacts | null {
  try {
    const [stat = "", statm = "", status = ""] = ["stat", "statm", "status"].map((file) =>
      readFileSync(`/proc/${pid}/${file}`, "latin1"),
    );
    return parseFacts(pid, stat, statm, status);
  } catch {
    return null;
  }
}

/** True while this very process runs or exits. */
export function isAlive(pid: number, startedAt: number | null): boolean {
  const facts = factsOf(pid);
  return facts !== null && !facts.isDead && (startedAt === null || facts.startedAt === startedAt);
}

/** A process's proportional memory (PSS); null when the kernel does not provide it. Costs more than `factsOf`. */
export function shareOf(pid: number): { memoryBytes: number; shmemBytes: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
    const [own, shared] = ["Pss_Anon", "Pss_Shmem"].map((name) => kilobytesOf(text, name) ?? 0);
    return { memoryBytes: (own ?? 0) * 1024, shmemBytes: (shared ?? 0) * 1024 };
  } catch {
    return null;
  }
}

/** Fields follow the last bracket, because a program may have any name. */
export function parseFacts(pid: number, stat: string, statm: string, status: string): ProcessFacts {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const number = (at: number) => Number(fields[at] ?? 0);
  const [, resident = "0", shared = "0"] = statm.split(" ");
  return {
    pid,
    isDead: fields[0] === "Z" || fields[0] === "X",
    parent: number(1),
    group: number(2),
    session: number(3),
    waitedCpuMs: (number(13) + number(14)) * MS_PER_TICK,
    // CPU time of it and of the children that it waited for.
    cpuMs: (number(11) + number(12) + number(13) + number(14)) * MS_PER_TICK,
    threads: number(17),
    startedAt: number(19),
    memoryBytes: (Number(resident) - Number(shared)) * PAGE_BYTES,
    shmemBytes: (kilobytesOf(status, "RssShmem") ?? 0) * 1024,
  };
}

/** The process, its descendants, and processes that left it but kept its group or session. */
export function familyOf(root: number, all: readonly ProcessFacts[]): ProcessFacts[] {
  const members = new Set([root]);
  for (let before = 0; before !== members.size; ) {
    before = members.size;
    for (const one of all) {
      if (members.has(one.parent) || members.has(one.group) || members.has(one.session)) members.add(one.pid);
    }
  }
  return all.filter((one) => members.has(one.pid));
}

function kilobytesOf(text: string, name: string): number | null {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

function isDead(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return /^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
}

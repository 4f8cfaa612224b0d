import { statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Cgroup, Counts } from "./cgroups";
import { sizeOfFolder } from "./folder-size";
import { heldBy } from "./held-files";
import { countsOf } from "./looked-at";
import { allFacts, factsOf, factsOfUsers, familyOf, type ProcessFacts } from "./processes";

export type Limits = { memoryMb: number; diskMb: number; processes: number };
export type Cause = { code: "oom" | "disk_full" | "too_many_processes"; detail: string };
/** Measured usage of a task: first after 30 ms, then twice a second, and at its end. */
export type Usage = { cpu_ms: number; max_rss_bytes: number };

export type Watched = {
  /** Measures once more, when the output ends and the process often still exists. */
  look(): void;
  usage(): Usage;
  end(): void;
};
export type LimitWatch = {
  /** `cgroup`: the kernel's counters, where it enforces the limits; the disk is always measured. */
  watch(task: {
    pid: number;
    uid: number | null;
    dir: string;
    cgroup: Cgroup | null;
    stop(cause: Cause): void;
  }): Watched;
};

const FIRST_LOOK_MS = 30;
const LOOK_EVERY_MS = 500;
const MB = 1024 * 1024;
/** A folder is walked only after its disk lost this much space since the last walk. */
const DISK_STEP_BYTES = 8 * MB;

type Entry = Parameters<LimitWatch["watch"]>[0] & { used: Usage };

/** Measures all running tasks together, while there are any. */
export function createLimitWatch(limits: Limits): LimitWatch {
  const entries = new Set<Entry>();
  let timer: NodeJS.Timeout | undefined;
  let freeBytes: number | null = null;
  let walking = false;

  function judge(entry: Entry, counts: Counts): void {
    const { used } = entry;
    used.max_rss_bytes = Math.max(used.max_rss_bytes, counts.memoryBytes);
    used.cpu_ms = Math.max(used.cpu_ms, counts.cpuMs);
    if (counts.processes > limits.processes || counts.refusedForks > 0) {
      const detail = `The task has more than ${limits.processes} processes and threads, the limit (GWANJE_TASK_PROCESSES).`;
      entry.stop({ code: "too_many_processes", detail });
    } else if (counts.oomKills > 0 || counts.memoryBytes > limits.memoryMb * MB) {
      const most = Math.max(Math.round(used.max_rss_bytes / MB), limits.memoryMb);
      const detail = `The task used ${most} MB of memory or more; the limit is ${limits.memoryMb} MB (GWANJE_TASK_MEMORY_MB).`;
      entry.stop({ code: "oom", detail });
    }
  }

  function judgeSeen(entry: Entry, family: readonly ProcessFacts[]): void {
    judge(entry, countsOf(family, entry.uid, limits.memoryMb * MB));
  }

  function lookAtAll(): void {
    const seen: Entry[] = [];
    for (const entry of entries) {
      if (entry.cgroup) judge(entry, entry.cgroup.counts());
      else seen.push(entry);
    }
    const familiesOf = families(seen);
    for (const entry of seen) judgeSeen(entry, familiesOf(entry));
    if (!walking) {
      walking = true;
      void lookAtDisk().finally(() => {
        walking = false;
      });
    }
  }

  async function lookAtDisk(): Promise<void> {
    const [first] = entries;
    const disk = first && (await statfs(join(first.dir, "..")).catch(() => null));
    if (!disk) return;
    const free = disk.bavail * disk.bsize;
    const quiet = freeBytes !== null && free > freeBytes - DISK_STEP_BYTES;
    if (quiet && free <= (freeBytes ?? 0)) return;
    freeBytes = free;
    if (quiet) return;
    const familiesOf = families([...entries]);
    for (const entry of entries) {
      const most = limits.diskMb * MB;
      const held = heldBy(familiesOf(entry).map(({ pid }) => pid)).diskBytes;
      if (held + (await sizeOfFolder(entry.dir, most)) <= most || !entries.has(entry)) continue;
      const detail = `The task's folder holds more than ${limits.diskMb} MB, the limit (GWANJE_TASK_DISK_MB). Store large data as objects.`;
      entry.stop({ code: "disk_full", detail });
    }
  }

  return {
    watch(task) {
      const entry: Entry = { ...task, used: { cpu_ms: 0, max_rss_bytes: 0 } };
      entries.add(entry);
      const look = () => {
        const facts = task.cgroup ? null : factsOf(task.pid);
        if (task.cgroup) judge(entry, task.cgroup.counts());
        else if (facts) judgeSeen(entry, [facts]);
      };
      look();
      const first = setTimeout(look, FIRST_LOOK_MS);
      timer ??= setInterval(lookAtAll, LOOK_EVERY_MS);
      return {
        look,
        usage: () => entry.used,
        end() {
          clearTimeout(first);
          entries.delete(entry);
          if (entries.size > 0) return;
          clearInterval(timer);
          timer = undefined;
        },
      };
    },
  };
}

/** Lists the processes once for all tasks. */
function families(entries: readonly Entry[]): (entry: Entry) => readonly ProcessFacts[] {
  const uids = new Set(entries.flatMap(({ uid }) => (uid === null ? [] : [uid])));
  const byUser = uids.size > 0 ? factsOfUsers(uids) : new Map<number, ProcessFacts[]>();
  const all = entries.some(({ uid }) => uid === null) ? allFacts() : [];
  return ({ uid, pid }) => (uid === null ? familyOf(pid, all) : (byUser.get(uid) ?? []));
}

import { lstat, opendir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { allFacts, factsOf, factsOfUsers, familyOf, type ProcessFacts, shareOf } from "./processes";

export type Limits = { memoryMb: number; diskMb: number; processes: number };
export type Cause = { code: "oom" | "disk_full" | "too_many_processes"; detail: string };
/** What a task has used, as far as it was looked at: the first look is after 30 ms, then twice a second, and at its end. */
export type Usage = { cpu_ms: number; max_rss_bytes: number };

export type Watched = {
  /** Looks once more; for the moment at which the output ends, when a process is often still to be seen. */
  look(): void;
  usage(): Usage;
  end(): void;
};
export type LimitWatch = {
  watch(task: { pid: number; uid: number | null; dir: string; stop(cause: Cause): void }): Watched;
};

const FIRST_LOOK_MS = 30;
const LOOK_EVERY_MS = 500;
const MB = 1024 * 1024;
/** The unit of `blocks`, whatever the file system. */
const BLOCK_BYTES = 512;
/** A folder is walked only when its disk has lost this much since the last walk: a quiet disk costs one call. */
const DISK_STEP_BYTES = 8 * MB;

type Entry = Parameters<LimitWatch["watch"]>[0] & { used: Usage };

/** Looks at all running tasks together, as long as there are any. */
export function createLimitWatch(limits: Limits): LimitWatch {
  const entries = new Set<Entry>();
  let timer: NodeJS.Timeout | undefined;
  let freeBytes: number | null = null;
  let walking = false;

  function judge(entry: Entry, family: readonly ProcessFacts[]): void {
    const sum = (of: (one: ProcessFacts) => number) => family.reduce((total, one) => total + of(one), 0);
    if (sum((one) => (one.isDead ? 0 : one.threads)) > limits.processes) {
      const detail = `The task has more than ${limits.processes} processes and threads, the limit (GWANJE_TASK_PROCESSES).`;
      entry.stop({ code: "too_many_processes", detail });
      return;
    }
    let memoryBytes = sum((one) => one.memoryBytes);
    // Processes that were forked share pages, which the cheap sum counts for each of them.
    if (memoryBytes > limits.memoryMb * MB) {
      memoryBytes = Math.min(
        memoryBytes,
        sum(({ pid, memoryBytes: own }) => shareOf(pid) ?? own),
      );
    }
    entry.used.max_rss_bytes = Math.max(entry.used.max_rss_bytes, memoryBytes);
    entry.used.cpu_ms = Math.max(
      entry.used.cpu_ms,
      sum((one) => one.cpuMs),
    );
    if (memoryBytes > limits.memoryMb * MB) {
      const detail = `The task used ${Math.round(memoryBytes / MB)} MB of memory; the limit is ${limits.memoryMb} MB (GWANJE_TASK_MEMORY_MB).`;
      entry.stop({ code: "oom", detail });
    }
  }

  function lookAtAll(): void {
    const uids = new Set([...entries].flatMap(({ uid }) => (uid === null ? [] : [uid])));
    const byUser = uids.size > 0 ? factsOfUsers(uids) : new Map<number, ProcessFacts[]>();
    const all = uids.size < entries.size ? allFacts() : [];
    for (const entry of entries) {
      judge(entry, entry.uid === null ? familyOf(entry.pid, all) : (byUser.get(entry.uid) ?? []));
    }
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
    for (const entry of entries) {
      const bytes = await sizeOf(entry.dir, limits.diskMb * MB);
      if (bytes <= limits.diskMb * MB || !entries.has(entry)) continue;
      const detail = `The task's folder holds more than ${limits.diskMb} MB, the limit (GWANJE_TASK_DISK_MB). Store large data as objects.`;
      entry.stop({ code: "disk_full", detail });
    }
  }

  return {
    watch(task) {
      const entry: Entry = { ...task, used: { cpu_ms: 0, max_rss_bytes: 0 } };
      entries.add(entry);
      const look = () => {
        const facts = factsOf(task.pid);
        if (facts) judge(entry, [facts]);
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

/** What the files of a folder take on the disk; stops counting above `enough`. */
async function sizeOf(dir: string, enough: number): Promise<number> {
  let bytes = 0;
  const open = [dir];
  for (let next = open.pop(); next !== undefined && bytes <= enough; next = open.pop()) {
    const entries = await opendir(next).catch(() => null);
    if (!entries) continue;
    for await (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) open.push(path);
      else bytes += ((await lstat(path).catch(() => null))?.blocks ?? 0) * BLOCK_BYTES;
    }
  }
  return bytes;
}

import { setTimeout as pause } from "node:timers/promises";
import type { Exit, Launched, Launcher } from "./launcher";
import { END_ALL, REMOVE_ALL } from "./leftovers";
import { isAlive, pidsOfUser, pidsWithEntry } from "./processes";

/** Ways to kill all of a task. Each returns true when nothing of it is left. */
export type Ends = {
  /** By its namespace: the kernel kills everything with the first process, which disappears last. */
  namespace(first: Pick<Launched, "pid" | "startedAt">): Promise<boolean>;
  /** By its user id. Kills before it looks, because a process that keeps forking escapes a look. */
  user(uid: number): Promise<boolean>;
  /** By process group and environment, which a task may leave and clear. For machines that offer nothing better. */
  marked(entry: string, leader: Pick<Launched, "pid"> | undefined): Promise<boolean>;
  /** Removes files of a user without processes from world-writable folders. */
  removeTraces(uid: number): Promise<boolean>;
};

const POLL_MS = 2;
const LONGEST_POLL_MS = 50;
/** A process in an uninterruptible call cannot be killed; the attempt does not wait for it for ever. */
const PATIENCE_MS = 10_000;

export function createEnds(launcher: Launcher): Ends {
  return {
    namespace: ({ pid, startedAt }) =>
      untilDone(async () => {
        if (!isAlive(pid, startedAt)) return true;
        killQuietly(pid);
        return false;
      }),
    user: (uid) =>
      untilDone(async () => {
        const exit = await launcher.script(uid, END_ALL).catch(() => null);
        return exit !== null && hasKilled(exit) && pidsOfUser(uid).length === 0;
      }),
    marked: (entry, leader) =>
      untilDone(async () => {
        if (leader) killQuietly(-leader.pid);
        const pids = pidsWithEntry(entry);
        for (const pid of pids) killQuietly(pid);
        return pids.length === 0;
      }),
    async removeTraces(uid) {
      return (await launcher.script(uid, REMOVE_ALL)).exitCode === 0;
    },
  };
}

/** Exit code 1 means no process was found. A script that was itself killed, by a task of that id, may have killed none. */
function hasKilled({ exitCode }: Exit): boolean {
  return exitCode === 0 || exitCode === 1;
}

async function untilDone(round: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let ms = POLL_MS; performance.now() < deadline; ms = Math.min(ms * 2, LONGEST_POLL_MS)) {
    if (await round()) return true;
    await pause(ms);
  }
  return false;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

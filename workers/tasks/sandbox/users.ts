import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { searchPath } from "@/lib/platform/env";
import type { Logger } from "@/lib/platform/logger";
import { countOfUser, pidsOfUser } from "./processes";

/**
 * A worker that is root gives each running task a user id of its own. Then a task cannot read the worker's environment or
 * another task's files, and everything it has started can be ended at once, however it has hidden.
 */
export type TaskUsers = {
  take(): Promise<number>;
  /** `isTidy`: nothing of the task is left, not even the dead, which would count against the next one. */
  giveBack(uid: number, isTidy: boolean): void;
  /** PATH without the folders that these users may not enter. */
  readonly searchPath: string;
  /** The words before the launcher's command: what it starts cannot gain rights. */
  readonly launcher: readonly string[];
  /** How the launcher starts a command as this user: by the id, or by words before it where the user needs more than that. */
  startAs(uid: number): { words: readonly string[]; uid: number | null };
  close(): void;
};

/** How many ids from the first on may be used by all workers of a machine. */
const RANGE = 4_000;
/** The watch ends a task at its limit; the kernel's own bound lies a little above, for what is faster than the watch. */
const PROCESSES_TO_SPARE = 8;
/** What tasks are made of; where the machine has them, a task has to find them. */
const INTERPRETERS = ["bash", "python3"];
/** Ways to reach an installation in a folder that is closed to others, such as /root. */
const REACH = [
  [],
  ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"],
  ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"],
] as const;

/**
 * Null when tasks have to run as the worker's own user: it is not root, the system has no setpriv, or `firstUid` is 0.
 * `mustReach` are files and folders that tasks need.
 */
export function createTaskUsers(
  options: { firstUid: number; mustReach: readonly string[]; maxProcesses: number },
  log: Logger,
): TaskUsers | null {
  const { firstUid, mustReach } = options;
  if (firstUid === 0 || process.platform !== "linux" || process.getuid?.() !== 0) {
    log.warn("tasks run as this worker's own user and may read what it may (docs/decisions/0006)");
    return null;
  }
  const found = REACH.map((caps) => ({ caps, path: pathWithin(firstUid, caps, mustReach) })).find(
    ({ path }) => path !== null,
  );
  if (!found) {
    log.warn("tasks run as root: setpriv is missing or may not change the user");
    return null;
  }
  const { caps: reach, path } = found;
  const closed = searchPath()
    .split(":")
    .filter((dir) => !path?.split(":").includes(dir));
  if (reach.length > 0) {
    log.warn(
      { capabilities: reach[1] },
      "the installation is in a folder closed to others: tasks may read every file",
    );
  } else if (closed.length > 0)
    log.info({ closed }, "tasks do not see these folders of PATH, which are root's alone");
  // Inherited by every task, and free: root itself is not bound by it.
  const maxProcesses = options.maxProcesses + PROCESSES_TO_SPARE;
  spawnSync("prlimit", ["--pid", String(process.pid), `--nproc=${maxProcesses}:${maxProcesses}`]);
  const locks = new Map<number, Server>();
  const free: number[] = [];
  const untidy = new Set<number>();
  // Workers that start one after the other begin at different places and rarely meet.
  let next = (process.pid * 16) % RANGE;

  async function lockAnother(): Promise<number> {
    for (let tries = 0; tries < RANGE; tries++) {
      const uid = firstUid + next;
      next = (next + 1) % RANGE;
      if (locks.has(uid)) continue;
      const lock = await lockOf(uid);
      if (!lock) continue;
      // What a dead worker may have left is not ours to judge; another number is.
      if (pidsOfUser(uid).length > 0) {
        lock.close();
        continue;
      }
      locks.set(uid, lock);
      return uid;
    }
    // Better one with a few dead processes than none.
    const [last] = untidy;
    if (last === undefined) throw new Error(`No user id from ${firstUid} on is free.`);
    untidy.delete(last);
    return last;
  }

  /** One whose dead have been asked for meanwhile. */
  function tidyAgain(): number | undefined {
    const found = [...untidy].find((uid) => countOfUser(uid) === 0);
    if (found !== undefined) untidy.delete(found);
    return found;
  }

  return {
    searchPath: path ?? "",
    take: async () => free.shift() ?? tidyAgain() ?? (await lockAnother()),
    giveBack(uid, isTidy) {
      if (isTidy) free.push(uid);
      else untidy.add(uid);
    },
    launcher: ["setpriv", "--no-new-privs", "--"],
    startAs: (uid) => (reach.length === 0 ? { words: [], uid } : { words: prefixOf(uid, reach), uid: null }),
    close() {
      for (const lock of locks.values()) lock.close();
    },
  };
}

function prefixOf(uid: number, reach: readonly string[]): string[] {
  const id = String(uid);
  const identity = ["--reuid", id, "--regid", id, "--clear-groups", "--no-new-privs"];
  return ["setpriv", ...identity, ...reach, "--pdeathsig", "KILL", "--"];
}

/** The folders of PATH this user may enter; null when it cannot do without the others or reach what it must. */
function pathWithin(uid: number, caps: readonly string[], mustReach: readonly string[]): string | null {
  const script = `
    n=$1; shift; while [ "$n" -gt 0 ]; do [ -e "$1" ] || exit 1; shift; n=$((n-1)); done
    for dir; do if [ -x "$dir" ]; then echo "$dir"; fi; done`;
  const count = String(mustReach.length);
  const all = searchPath()
    .split(":")
    .filter((dir) => existsSync(dir));
  const [program = "", ...args] = [
    ...prefixOf(uid, caps),
    "sh",
    "-c",
    script,
    "sh",
    count,
    ...mustReach,
    ...all,
  ];
  const { status, stdout } = spawnSync(program, args, { cwd: "/", encoding: "utf8" });
  if (status !== 0) return null;
  const open = stdout.split("\n").filter((dir) => dir !== "");
  const holds = (dirs: readonly string[], name: string) => dirs.some((dir) => existsSync(join(dir, name)));
  const complete = INTERPRETERS.every((name) => holds(open, name) || !holds(all, name));
  return complete ? open.join(":") : null;
}

/** A name in Linux' abstract namespace: one holder at a time, and the kernel lets go of it when the holder dies. */
function lockOf(uid: number): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve) => {
    server.once("error", () => resolve(null));
    server.listen({ path: `\0gwanje-task-user-${uid}` }, () => {
      server.unref();
      resolve(server);
    });
  });
}

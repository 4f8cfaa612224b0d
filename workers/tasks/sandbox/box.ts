import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { searchPath } from "@/lib/platform/env";
import type { Logger } from "@/lib/platform/logger";
import { createLauncher, type Exit, type Launched } from "./launcher";
import { END_ALL, REMOVE_ALL } from "./leftovers";
import { createOutputPipes, type OutputPipe } from "./pipes";
import { pidsOfUser, pidsWithEntry } from "./processes";
import { pathOfUser } from "./reach";
import { removeTaskFolder, writeNewFile } from "./task-files";
import { createTaskUsers } from "./users";
import { BLOCK_IDS, startWatchdog } from "./watchdog";

/** The place of one attempt: a folder, a user where we are root, and the power to end all that it started. */
export type Box = {
  readonly dir: string;
  /** Null: the worker's own user. */
  readonly uid: number | null;
  /** PATH as the task has it. */
  readonly searchPath: string;
  /** The entry of the environment by which a process is known as this worker's. */
  readonly cookie: readonly [name: string, value: string];
  /** A file that the task may read, and nobody else. Before `start`: from then on the folder is the task's. */
  write(file: string, text: string): void;
  /** Starts its one process, in a group that has its number. Throws RefusedStart when the command cannot be started. */
  start(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<Started>;
  /** Ends whatever is left of it, wherever it went. Resolves when nothing is. */
  endAll(): Promise<void>;
  /** Gives the folder and the user back, soon and in the background: nobody waits for the disk. After `endAll`. */
  leave(): void;
};
/** `output`: both streams, in the order in which they were written. */
export type Started = Launched & { output: Socket };
export type Boxes = { enter(attemptId: string): Promise<Box>; close(): Promise<void> };

const COOKIE = "GWANJE_WORKER_ID";
const END_POLL_MS = 10;
/** The watch ends a task at its limit; the kernel's own bound lies a little above, for what is faster than the watch. */
const PROCESSES_TO_SPARE = 8;
/** A process in an uninterruptible call cannot be ended; the attempt does not wait for it for ever. */
const END_PATIENCE_MS = 10_000;

export function createBoxes(
  options: {
    workerId: string;
    firstUid: number;
    mustReach: readonly string[];
    maxProcesses: number;
    /** Where our own programs are: dist/. */
    programs: string;
  },
  log: Logger,
): Boxes {
  const base = mkdtempSync(join(tmpdir(), "gwanje-tasks-"));
  // Passed through by users that may not list it.
  const ready = chmod(base, 0o711);
  const watchdog = startWatchdog(`${COOKIE}=${options.workerId}`, base, (error) =>
    log.warn({ err: error }, "the watchdog is gone; tasks would outlive a kill of this worker"),
  );
  const cookie = [COOKIE, options.workerId] as const;
  const path = pathOfTasks(options, log);
  if (path !== null) boundProcesses(options.maxProcesses + PROCESSES_TO_SPARE);
  const prefix = path === null ? [] : ["setpriv", "--no-new-privs", "--"];
  const launcher = createLauncher({ programs: options.programs, prefix, cookie });
  const users =
    path === null
      ? null
      : createTaskUsers({
          firstUid: options.firstUid,
          blockIds: BLOCK_IDS,
          lockBlock: () => watchdog.lockBlock(),
          async clean(uid) {
            watchdog.say(`u ${uid}`);
            return (await endUser(uid)) && endedWell(await launcher.asUser(uid, REMOVE_ALL));
          },
        });
  const pipes = createOutputPipes(base);
  const removals = new Set<Promise<void>>();

  /** Ended before it is looked for, and looked for after that: what changes its number is never seen by a look alone. */
  async function endUser(uid: number): Promise<boolean> {
    const deadline = performance.now() + END_PATIENCE_MS;
    for (;;) {
      const exit = await launcher.asUser(uid, END_ALL).catch(() => null);
      if (exit && (endedWell(exit) || exit.exitCode === 1) && pidsOfUser(uid).length === 0) return true;
      if (performance.now() > deadline) return false;
      await pause(END_POLL_MS);
    }
  }

  async function endMarked(entry: string): Promise<boolean> {
    const deadline = performance.now() + END_PATIENCE_MS;
    for (let pids = pidsWithEntry(entry); pids.length > 0; pids = pidsWithEntry(entry)) {
      for (const pid of pids) killQuietly(pid);
      if (performance.now() > deadline) return false;
      await pause(END_POLL_MS);
    }
    return true;
  }

  return {
    async enter(attemptId) {
      await ready;
      const dir = join(base, attemptId);
      const uid = users ? await users.take() : null;
      try {
        mkdirSync(dir, { mode: 0o700 });
      } catch (error) {
        if (uid !== null) users?.giveBack(uid);
        throw error;
      }
      let group: number | undefined;
      let output: OutputPipe | undefined;
      let clean = true;
      return {
        dir,
        uid,
        searchPath: path ?? searchPath(),
        cookie,
        write: (file, text) => writeNewFile(file, text, uid),
        async start(argv, env) {
          output = await pipes.take(uid);
          // Last of all: in a folder that is a task's, root does nothing by name any more.
          if (uid !== null) chownSync(dir, uid, uid);
          clean = false;
          const launched = await launcher
            .start({ argv, cwd: dir, env, uid, output: output.file })
            .finally(output.unlink);
          group = launched.pid;
          if (uid === null) watchdog.say(`g ${group}`);
          return { ...launched, output: output.out };
        },
        async endAll() {
          if (group !== undefined) killQuietly(-group);
          clean = uid === null ? await endMarked(`GWANJE_ATTEMPT_ID=${attemptId}`) : await endUser(uid);
          if (group !== undefined && uid === null) watchdog.say(`d ${group}`);
        },
        leave() {
          output?.out.destroy();
          const removal = (async () => {
            // What a start that failed has left is not known; the id is ended once more.
            const isFree = uid !== null && (clean || (await endUser(uid)));
            await removeTaskFolder(dir, log);
            if (isFree && endedWell(await launcher.asUser(uid, REMOVE_ALL))) users?.giveBack(uid);
          })()
            .catch((error: unknown) => log.warn({ err: error, uid }, "a task's user id is not used again"))
            .finally(() => removals.delete(removal));
          removals.add(removal);
        },
      };
    },
    async close() {
      await Promise.all(removals);
      launcher.close();
      watchdog.close();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** PATH of tasks under users of their own; null when they run as the worker's user. */
function pathOfTasks(
  { firstUid, mustReach }: { firstUid: number; mustReach: readonly string[] },
  log: Logger,
): string | null {
  if (firstUid === 0 || process.platform !== "linux" || process.getuid?.() !== 0) {
    log.warn("tasks run as this worker's own user and may read what it may (docs/decisions/0006)");
    return null;
  }
  const path = pathOfUser(firstUid, mustReach);
  if (path === null) log.warn("tasks run as root: setpriv is missing or may not change the user");
  return path;
}

/** Inherited by every task and counted for each user; root itself is not bound by it. */
function boundProcesses(most: number): void {
  spawnSync("prlimit", ["--pid", String(process.pid), `--nproc=${most}:${most}`]);
}

function endedWell({ exitCode }: Exit): boolean {
  return exitCode === 0;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

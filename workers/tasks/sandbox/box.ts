import { execFile } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { childEnv, searchPath } from "@/lib/platform/env";
import type { Logger } from "@/lib/platform/logger";
import { createLauncher, type Launched } from "./launcher";
import { createOutputPipes, type OutputPipes } from "./pipes";
import { countOfUser, pidsOfUser, pidsSince, pidsWithEntry } from "./processes";
import { createTaskUsers } from "./users";
import { startWatchdog } from "./watchdog";

/** The place of one attempt: a folder, a user where we are root, and the power to end all that it started. */
export type Box = {
  readonly dir: string;
  /** Null: the worker's own user. */
  readonly uid: number | null;
  /** PATH as the task has it. */
  readonly searchPath: string;
  /** The entry of the environment by which a process is known as this worker's. */
  readonly cookie: readonly [name: string, value: string];
  /** A file that the task may read, and nobody else. */
  write(file: string, text: string): void;
  /** Starts its one process, in a group that has its number. Throws when it cannot be started. */
  start(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<Started>;
  /** Ends whatever is left of it, wherever it went. Resolves when nothing is. */
  endAll(): Promise<void>;
  /** Gives the folder and the user back, soon and in the background: nobody waits for the disk. After `endAll`. */
  leave(): void;
};
export type Started = Launched & { stdout: Socket; stderr: Socket };
export type Boxes = { enter(attemptId: string): Promise<Box>; close(): Promise<void> };

const COOKIE = "GWANJE_WORKER_ID";
const END_POLL_MS = 10;
const YOUNG_MS = 2_000;
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
  const users = createTaskUsers(options, log);
  const base = mkdtempSync(join(tmpdir(), "gwanje-tasks-"));
  // Passed through by users that may not list it.
  const ready = chmod(base, 0o711);
  const watchdog = startWatchdog(`${COOKIE}=${options.workerId}`, base, (error) =>
    log.warn({ err: error }, "the watchdog is gone; tasks would outlive a kill of this worker"),
  );
  const cookie = [COOKIE, options.workerId] as const;
  const launcher = createLauncher({ programs: options.programs, prefix: users?.launcher ?? [], cookie });
  const pipes = createOutputPipes(base);
  const known = new Set<number>();
  const removals = new Set<Promise<void>>();

  return {
    async enter(attemptId) {
      await ready;
      const dir = join(base, attemptId);
      const uid = users ? await users.take() : null;
      if (uid !== null && !known.has(uid)) {
        known.add(uid);
        watchdog.say(`u ${uid}`);
      }
      mkdirSync(dir, { mode: 0o700 });
      if (uid !== null) chownSync(dir, uid, uid);
      let group: number | undefined;
      let output: OutputPipes | undefined;
      let startedAt = 0;
      let clean = true;
      let hadMore = false;
      const left = () => {
        // In that time the kernel's count cannot come round to where it was.
        const young = performance.now() - startedAt < YOUNG_MS;
        const among = young && group !== undefined ? pidsSince(group) : undefined;
        return uid === null ? pidsWithEntry(`GWANJE_ATTEMPT_ID=${attemptId}`, among) : pidsOfUser(uid, among);
      };
      return {
        dir,
        uid,
        searchPath: users?.searchPath ?? searchPath(),
        cookie,
        write(file, text) {
          writeFileSync(file, text, { mode: 0o600 });
          if (uid !== null) chownSync(file, uid, uid);
        },
        async start(argv, env) {
          const as = users && uid !== null ? users.startAs(uid) : { words: [], uid: null };
          output = await pipes.take(uid);
          const { stdout, stderr } = output;
          startedAt = performance.now();
          const order = { argv: [...as.words, ...argv], cwd: dir, env, uid: as.uid, stdout, stderr };
          const launched = await launcher.start(order);
          group = launched.pid;
          clean = false;
          if (uid === null) watchdog.say(`g ${group}`);
          return { ...launched, stdout: output.out, stderr: output.err };
        },
        async endAll() {
          if (group !== undefined) killQuietly(-group);
          const deadline = performance.now() + END_PATIENCE_MS;
          let pids = left();
          for (; pids.length > 0 && performance.now() < deadline; pids = left()) {
            if (uid === null) for (const pid of pids) killQuietly(pid);
            else watchdog.say(`k ${uid}`);
            hadMore = true;
            await pause(END_POLL_MS);
          }
          clean = pids.length === 0;
          if (group !== undefined && uid === null) watchdog.say(`d ${group}`);
        },
        leave() {
          output?.giveBack(clean);
          const removal = removeDir(dir, log).then(() => {
            removals.delete(removal);
            // A user whose processes cannot be ended is never given to another task.
            if (users && uid !== null && clean) users.giveBack(uid, !hadMore || countOfUser(uid) === 0);
          });
          removals.add(removal);
        },
      };
    },
    async close() {
      await Promise.all(removals);
      launcher.close();
      watchdog.close();
      users?.close();
      await rm(base, { recursive: true, force: true });
    },
  };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

/** A task may have taken its own right to look into its folders. */
async function removeDir(dir: string, log: Logger): Promise<void> {
  try {
    await rm(dir, { recursive: true, force: true });
  } catch {
    await promisify(execFile)("chmod", ["-R", "u+rwX", dir], {
      env: childEnv({ PATH: "/usr/bin:/bin" }),
    }).catch(() => {});
    await rm(dir, { recursive: true, force: true }).catch((error: unknown) =>
      log.warn({ err: error, dir }, "a task's directory was not removed"),
    );
  }
}

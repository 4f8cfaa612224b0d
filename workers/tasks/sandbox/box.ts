import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnv, searchPath } from "@/lib/platform/env";
import type { Logger } from "@/lib/platform/logger";
import { createEnds } from "./ends";
import { environmentScript } from "./environment-script";
import type { Isolation } from "./isolation";
import type { WalledOrder } from "./launch-walled";
import { createLauncher, type Launched } from "./launcher";
import { createOutputPipes, type OutputPipe } from "./pipes";
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
export type Boxes = {
  /** `codeDir`: the bundle of this attempt; no other one is to be seen. */
  enter(attemptId: string, codeDir: string | null): Promise<Box>;
  close(): Promise<void>;
};

const COOKIE = "GWANJE_WORKER_ID";
/** The watch ends a task at its limit; the kernel's own bound lies a little above, for what is faster than the watch. */
const PROCESSES_TO_SPARE = 8;
/** Of what root starts: where the system's programs are. */
const PLAIN_ENV = childEnv({ PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" });

export function createBoxes(
  options: {
    workerId: string;
    isolation: Isolation;
    maxProcesses: number;
    /** Where our own programs are: dist/. */
    programs: string;
  },
  log: Logger,
): Boxes {
  const { walls, firstUid, path } = options.isolation;
  const base = mkdtempSync(join(tmpdir(), "gwanje-tasks-"));
  // Passed through by users that may not list it.
  const ready = chmod(base, 0o711);
  const watchdog = startWatchdog(`${COOKIE}=${options.workerId}`, base, (error) =>
    log.warn({ err: error }, "the watchdog is gone; tasks would outlive a kill of this worker"),
  );
  const cookie = [COOKIE, options.workerId] as const;
  if (firstUid !== null) boundProcesses(options.maxProcesses + PROCESSES_TO_SPARE);
  const prefix = firstUid === null ? [] : ["setpriv", "--no-new-privs", "--"];
  const launcher = createLauncher({ programs: options.programs, prefix, cookie });
  const ends = createEnds(launcher);
  const users =
    firstUid === null
      ? null
      : createTaskUsers({
          firstUid,
          blockIds: BLOCK_IDS,
          lockBlock: () => watchdog.lockBlock(),
          async clean(uid) {
            watchdog.say(`u ${uid}`);
            return (await ends.user(uid)) && (await ends.removeTraces(uid));
          },
        });
  const pipes = createOutputPipes(base);
  const removals = new Set<Promise<void>>();

  return {
    async enter(attemptId, codeDir) {
      await ready;
      const dir = join(base, attemptId);
      const uid = users ? await users.take() : null;
      try {
        mkdirSync(dir, { mode: 0o700 });
      } catch (error) {
        if (uid !== null) users?.giveBack(uid);
        throw error;
      }
      let task: Launched | undefined;
      let output: OutputPipe | undefined;
      let clean = true;

      function behindWalls(env: NodeJS.ProcessEnv): WalledOrder | null {
        if (!walls) return null;
        const readable = codeDir === null ? [] : [codeDir];
        const words = walls.words({ dir, readable });
        return {
          env: PLAIN_ENV,
          words,
          drop: walls.drop(uid),
          script: environmentScript(dir, env),
          groups: [],
        };
      }
      async function end(): Promise<boolean> {
        if (walls) return task === undefined || ends.namespace(task);
        return uid === null ? ends.marked(`GWANJE_ATTEMPT_ID=${attemptId}`, task) : ends.user(uid);
      }
      /** What is left of a task outside of its folder and its namespaces. */
      async function leavesNothing(id: number): Promise<boolean> {
        // What a start that failed has left is not known; it is ended once more.
        if (!clean && !(await end())) return false;
        return walls !== null || (await ends.removeTraces(id));
      }

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
          const order = { argv, cwd: dir, env: walls ? PLAIN_ENV : env, uid, output: output.file };
          task = await launcher.start({ ...order, walls: behindWalls(env) }).finally(output.unlink);
          if (uid === null) watchdog.say(`g ${task.pid}`);
          return { ...task, output: output.out };
        },
        async endAll() {
          clean = await end();
          if (task && uid === null) watchdog.say(`d ${task.pid}`);
        },
        leave() {
          output?.out.destroy();
          const removal = (async () => {
            const isFree = uid !== null && (await leavesNothing(uid));
            await removeTaskFolder(dir, log);
            if (isFree) users?.giveBack(uid);
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

/** Inherited by every task and counted for each user; root itself is not bound by it. */
function boundProcesses(most: number): void {
  spawnSync("prlimit", ["--pid", String(process.pid), `--nproc=${most}:${most}`]);
}

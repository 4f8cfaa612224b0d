import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnv, searchPath } from "@/lib/platform/env";
import type { Logger } from "@/lib/platform/logger";
import type { Cgroup } from "./cgroups";
import { createEnds } from "./ends";
import { environmentScript } from "./environment-script";
import { copyEtc } from "./etc";
import type { Isolation } from "./isolation";
import type { WalledOrder } from "./launch-walled";
import { createLauncher, type Launched } from "./launcher";
import type { Limits } from "./limits";
import { type Network, type NetworkOptions, openNetwork } from "./network";
import { createOutputPipes, type OutputPipe } from "./pipes";
import { removeTaskFolder, writeNewFile } from "./task-files";
import { createTaskUsers } from "./users";
import { BLOCK_IDS, startWatchdog, type Watchdog } from "./watchdog";

/** The sandbox of one attempt: a folder, a user id (if we are root), and the means to kill all that it started. */
export type Box = {
  readonly dir: string;
  /** Null for the worker's own user. */
  readonly uid: number | null;
  /** PATH of the task. */
  readonly searchPath: string;
  /** Its cgroup, if there is one. */
  readonly cgroup: Cgroup | null;
  /** Address of the data plane for the task. */
  readonly dataUrl: string;
  /** The environment variable that marks processes of this worker. */
  readonly cookie: readonly [name: string, value: string];
  /** Writes a file that only the task may read. Call it before `start`; the folder belongs to the task afterwards. */
  write(file: string, text: string): void;
  /** Starts its process as the leader of a process group. Throws RefusedStart when the command cannot be started. */
  start(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<Started>;
  /** Kills everything that is left of the task. Resolves when nothing is. */
  endAll(): Promise<void>;
  /** Releases folder and user in the background. Call it after `endAll`. */
  leave(): void;
};
/** `output`: both streams, in the order of writing. */
export type Started = Launched & { output: Socket };
export type Boxes = {
  /** Null when tasks have a network of their own; else why they use the machine's. */
  readonly sharedNetwork: string | null;
  enter(attemptId: string, needs: BoxNeeds): Promise<Box>;
  close(): Promise<void>;
};
export type BoxNeeds = {
  /** The bundle of this attempt; others are not visible. */
  codeDir: string | null;
  /** `machine` is for our own programs, whose destinations an admin's settings allow. */
  network: "tasks" | "machine";
};

const COOKIE = "GWANJE_WORKER_ID";
/** The watch kills a task at its limit. The kernel's bound lies a little above, for tasks that are faster than the watch. */
const PROCESSES_TO_SPARE = 8;
/** PATH of programs that root starts. */
const PLAIN_ENV = childEnv({ PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" });

export async function createBoxes(
  options: {
    workerId: string;
    dataUrl: string;
    /** Ports of the machine that tasks can reach from their network. */
    ports: readonly number[];
    isolation: Isolation;
    limits: Limits;
    /** The folder of our own programs: dist/. */
    programs: string;
  },
  log: Logger,
): Promise<Boxes> {
  const { walls, firstUid, path } = options.isolation;
  const base = mkdtempSync(join(tmpdir(), "gwanje-tasks-"));
  // Other users may enter it but not list it.
  await chmod(base, 0o711);
  const watchdog = startWatchdog(`${COOKIE}=${options.workerId}`, base, (error) =>
    log.warn({ err: error }, "the watchdog is gone; tasks would outlive a kill of this worker"),
  );
  const cookie = [COOKIE, options.workerId] as const;
  if (firstUid !== null) boundProcesses(options.limits.processes + PROCESSES_TO_SPARE);
  const cgroups = options.isolation.cgroups;
  for (const folder of cgroups?.folders ?? []) watchdog.say(`c ${folder}`);
  const prefix = firstUid === null ? [] : ["setpriv", "--no-new-privs", "--"];
  const first = firstUid === null ? null : await watchdog.lockBlock();
  const { network, why: sharedNetwork } = await networkFor(options, first, watchdog);
  const launcher = createLauncher({ programs: options.programs, prefix, cookie });
  const inNetwork = network
    ? createLauncher({ programs: options.programs, prefix: [...network.enter, ...prefix], cookie })
    : launcher;
  const ends = createEnds(launcher);
  const users =
    firstUid === null
      ? null
      : createTaskUsers({
          firstUid,
          blockIds: BLOCK_IDS,
          first,
          lockBlock: () => watchdog.lockBlock(),
          async clean(uid) {
            watchdog.say(`u ${uid}`);
            return (await ends.user(uid)) && (await ends.removeTraces(uid));
          },
        });
  const etc = join(base, "etc");
  if (walls) copyEtc(etc);
  const pipes = createOutputPipes(base);
  const removals = new Set<Promise<void>>();

  return {
    sharedNetwork,
    async enter(attemptId, { codeDir, network: wanted }) {
      const ownNetwork = wanted === "tasks" ? network : null;
      const dir = join(base, attemptId);
      const uid = users ? await users.take() : null;
      let cgroup: Cgroup | null = null;
      try {
        cgroup = cgroups?.make(attemptId) ?? null;
        mkdirSync(dir, { mode: 0o700 });
      } catch (error) {
        if (uid !== null) users?.giveBack(uid);
        void cgroup?.remove();
        throw error;
      }
      let task: Launched | undefined;
      let output: OutputPipe | undefined;
      let clean = true;

      function behindWalls(env: NodeJS.ProcessEnv): WalledOrder | null {
        if (!walls) return null;
        const readable = codeDir === null ? [] : [codeDir];
        const words = walls.words({ dir, etc, readable, resolvConf: ownNetwork?.resolvConf ?? null });
        return {
          env: PLAIN_ENV,
          words,
          drop: walls.drop(uid),
          script: environmentScript(dir, env),
          groups: cgroup?.entries ?? [],
        };
      }
      async function end(): Promise<boolean> {
        if (walls) return task === undefined || ends.namespace(task);
        return uid === null ? ends.marked(`GWANJE_ATTEMPT_ID=${attemptId}`, task) : ends.user(uid);
      }
      /** Leftovers of a task outside its folder and namespaces. */
      async function leavesNothing(id: number): Promise<boolean> {
        // A failed start may have left processes, so it is killed once more.
        if (!clean && !(await end())) return false;
        return walls !== null || (await ends.removeTraces(id));
      }

      return {
        dir,
        uid,
        searchPath: path ?? searchPath(),
        cookie,
        cgroup,
        dataUrl: ownNetwork?.dataUrl ?? options.dataUrl,
        write: (file, text) => writeNewFile(file, text, uid),
        async start(argv, env) {
          output = await pipes.take(uid);
          // Last, because root must not use names in a folder that belongs to a task.
          if (uid !== null) chownSync(dir, uid, uid);
          clean = false;
          const order = { argv, cwd: dir, env: walls ? PLAIN_ENV : env, uid, output: output.file };
          task = await (ownNetwork ? inNetwork : launcher)
            .start({ ...order, walls: behindWalls(env) })
            .finally(output.unlink);
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
            await removeTaskFolder(dir, launcher);
            await cgroup?.remove();
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
      cgroups?.close();
      launcher.close();
      inNetwork.close();
      await network?.close();
      watchdog.close();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** Needs walls, root, and a number that no other worker has. */
async function networkFor(
  { isolation, dataUrl, ports }: NetworkOptions & { isolation: Isolation },
  first: number | null,
  watchdog: Watchdog,
): Promise<{ network: Network | null; why: string | null }> {
  if (!isolation.walls) return { network: null, why: "tasks are not isolated" };
  if (first === null) return { network: null, why: "the worker is not root" };
  const slot = first / BLOCK_IDS;
  watchdog.say(`n ${slot}`);
  try {
    return { network: await openNetwork(slot, { dataUrl, ports }), why: null };
  } catch (error) {
    return { network: null, why: error instanceof Error ? error.message : String(error) };
  }
}

/** Inherited by every task and counted for each user; root is exempt. */
function boundProcesses(most: number): void {
  spawnSync("prlimit", ["--pid", String(process.pid), `--nproc=${most}:${most}`]);
}

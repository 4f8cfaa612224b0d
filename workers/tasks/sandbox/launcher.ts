import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { childEnv, searchPath } from "@/lib/platform/env";
import type { LaunchNews, LaunchOrder, StartOrder } from "./launch";

export type Exit = { exitCode: number | null; signal: string | null; cpuMs: number | null };
/** `startedAt` distinguishes a process from a later one with its id. */
export type Launched = { pid: number; startedAt: number | null; exited: Promise<Exit> };
export type Launcher = {
  /**
   * Throws RefusedStart when the command is at fault, and other errors when the machine is. `exited` rejects when the
   * launcher died.
   */
  start(order: StartOrder): Promise<Launched>;
  /** Runs a script of ours as a task's user or as the launcher's. Throws when that fails. */
  script(uid: number | null, script: string, ...args: readonly string[]): Promise<Exit>;
  close(): void;
};

/** The command cannot be started; a retry changes nothing. */
export class RefusedStart extends Error {}

/** A small heap, because it makes forks fast. */
const SMALL = ["--max-semi-space-size=1", "--max-old-space-size=64"];

type Waiting = {
  started(pid: number, startedAt: number | null): void;
  ended(exit: Exit): void;
  failed(error: Error): void;
};

/**
 * `prefix`: a command that starts it with fewer rights; `cookie`: the environment variable that marks this worker's
 * processes.
 */
export function createLauncher(options: {
  programs: string;
  prefix: readonly string[];
  cookie: readonly [name: string, value: string];
}): Launcher {
  const waiting = new Map<number, Waiting>();
  let current: ChildProcess | undefined;
  let lastId = 0;
  let closing = false;

  function running(): ChildProcess {
    if (current) return current;
    const [name, value] = options.cookie;
    const argv = [...options.prefix, process.execPath, ...SMALL, join(options.programs, "task-launcher.js")];
    const child = spawn(argv[0] ?? "", argv.slice(1), {
      cwd: "/",
      env: childEnv({ PATH: searchPath(), [name]: value }),
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      // Detached from the terminal's Ctrl-C, because the worker decides when it stops.
      detached: true,
    });
    const gone = (why: string) => {
      if (current === child) current = undefined;
      for (const one of waiting.values()) one.failed(new Error(why));
      waiting.clear();
    };
    child.on("message", (news: LaunchNews) => hear(news));
    child.on("error", (error) => gone(`Tasks cannot be started: ${error.message}`));
    child.on("exit", () => gone("The process that starts tasks has ended; another one takes its place."));
    current = child;
    return child;
  }

  function hear(news: LaunchNews): void {
    const one = waiting.get(news.id);
    if (!one) return;
    if (news.kind === "started") {
      one.started(news.pid, news.startedAt);
      return;
    }
    waiting.delete(news.id);
    if (news.kind === "ended") one.ended(news);
    else one.failed(news.isFault ? new RefusedStart(news.reason) : new Error(news.reason));
  }

  function send(make: (id: number) => LaunchOrder): Promise<Launched> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      let hasStarted = false;
      const exited = new Promise<Exit>((ended, lost) => {
        waiting.set(id, {
          started(pid, startedAt) {
            hasStarted = true;
            resolve({ pid, startedAt, exited });
          },
          ended: ({ exitCode, signal, cpuMs }) => ended({ exitCode, signal, cpuMs }),
          failed(error) {
            if (hasStarted) lost(error);
            else reject(error);
          },
        });
      });
      if (closing) throw new Error("The worker is stopping");
      running().send(make(id));
    });
  }

  return {
    start: (order) => send((id) => ({ ...order, kind: "start", id })),
    async script(uid, script, ...args) {
      const { exited } = await send((id) => ({ kind: "script", uid, script, args, id }));
      return exited;
    },
    close() {
      closing = true;
      if (current?.connected) current.disconnect();
    },
  };
}

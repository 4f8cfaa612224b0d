import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { SUPERVISED_FLAG } from "@/lib/platform/lifecycle";
import type { Home } from "../stores/home";
import { afterCrash, type Restarts } from "./backoff";
import { nodeArgs } from "./node-args";
import { keepOutput, say } from "./output";

export type ProcessPlan = {
  name: string;
  env: NodeJS.ProcessEnv;
  args?: readonly string[];
  /** What the process sends over IPC. */
  onMessage?: (message: unknown) => void;
  /** How long it may take to end before it starts with other settings. */
  graceMs?: number;
};
export type KeptProcess = {
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** Ends it (SIGTERM, then SIGKILL after `graceMs`) and does not start it again. */
  stop(graceMs: number): Promise<void>;
  /** Ends it (SIGTERM, then SIGKILL) and starts it at once, with another environment when one is given. */
  restart(env?: NodeJS.ProcessEnv): void;
  /** SIGKILL; it is started again as after any crash. */
  kill(): void;
  /** It is ending by itself; this time it stays ended. */
  letEnd(): void;
  killNow(): void;
};

/** Longer than any process drains. */
export const GRACE_MS = 40_000;

/**
 * Starts dist/<name>.js and starts it again when it ends by itself. Its stdin is a pipe that only we hold: the kernel
 * closes it when we die, and the process leaves. Its own session keeps a Ctrl-C at the terminal from reaching it first.
 */
export function keepProcess(home: Home, dist: string, plan: ProcessPlan): KeptProcess {
  const file = join(dist, `${plan.name}.js`);
  let child: ChildProcess;
  let stopping = false;
  /** The child that was asked to end for the sake of another. */
  let asked: ChildProcess | undefined;
  let env = plan.env;
  let restarts: Restarts = { inARow: 0 };
  let pause: NodeJS.Timeout | undefined;
  let ended: Promise<void>;

  function launch(): void {
    const startedAt = Date.now();
    child = spawn(process.execPath, [...nodeArgs(plan.name), file, SUPERVISED_FLAG, ...(plan.args ?? [])], {
      env,
      detached: true,
      stdio: ["pipe", "pipe", "pipe", ...(plan.onMessage ? (["ipc"] as const) : [])],
    });
    child.stdin?.on("error", () => {});
    keepOutput(home, plan.name, [child.stdout, child.stderr]);
    if (plan.onMessage) child.on("message", plan.onMessage);
    ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        resolve();
        if (!stopping) comeBack(signal ?? `code ${code}`, Date.now() - startedAt);
      });
    });
  }

  function comeBack(reason: string, ranForMs: number): void {
    if (asked === child) {
      launch();
      return;
    }
    const next = afterCrash(restarts, ranForMs);
    restarts = next.restarts;
    say(
      `${plan.name} stopped (${reason}); starting it again in ${next.pauseMs / 1000} s. See ${home.path("logs", `${plan.name}.log`)}`,
    );
    pause = setTimeout(launch, next.pauseMs);
  }

  const isRunning = () => child.exitCode === null && child.signalCode === null;

  /** Asks it to end, and insists when it has not after `graceMs`. */
  function end(graceMs: number): void {
    const one = child;
    one.kill("SIGTERM");
    const force = setTimeout(() => {
      say(`${plan.name} did not stop within ${graceMs / 1000} s; killing it`);
      one.kill("SIGKILL");
    }, graceMs);
    one.once("exit", () => clearTimeout(force));
  }

  launch();
  return {
    get pid() {
      return isRunning() ? child.pid : undefined;
    },
    async stop(graceMs) {
      stopping = true;
      clearTimeout(pause);
      if (!isRunning()) return;
      end(graceMs);
      await ended;
    },
    restart(changed = env) {
      env = changed;
      // One that has just crashed comes back after its pause, with these settings; one that was asked is on its way.
      if (!isRunning() || asked === child) return;
      asked = child;
      end(plan.graceMs ?? GRACE_MS);
    },
    kill() {
      child.kill("SIGKILL");
    },
    letEnd() {
      stopping = true;
    },
    killNow() {
      stopping = true;
      child.kill("SIGKILL");
    },
  };
}

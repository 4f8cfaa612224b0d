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
  /** Receives messages of the process over IPC. */
  onMessage?: (message: unknown) => void;
  /** Time to end before a restart with other settings. */
  graceMs?: number;
};
export type KeptProcess = {
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** Ends it (SIGTERM, then SIGKILL after `graceMs`) for good. */
  stop(graceMs: number): Promise<void>;
  /** Ends it (SIGTERM, then SIGKILL) and starts it at once, optionally with another environment. */
  restart(env?: NodeJS.ProcessEnv): void;
  /** Sends SIGKILL; it is started again as after a crash. */
  kill(): void;
  /** It is ending by itself and will not be started again. */
  letEnd(): void;
  killNow(): void;
};

/** Longer than any drain. */
export const GRACE_MS = 40_000;

/**
 * Starts dist/<name>.js, and starts it again when it ends by itself. We alone hold the other end of its stdin: when we
 * die, the kernel closes it and the process exits. A session of its own keeps the terminal's Ctrl-C away from it.
 */
export function keepProcess(home: Home, dist: string, plan: ProcessPlan): KeptProcess {
  const file = join(dist, `${plan.name}.js`);
  let child: ChildProcess;
  let stopping = false;
  /** The child that is being replaced. */
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

  /** Sends SIGTERM, and SIGKILL after `graceMs`. */
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
      // A crashed process starts after its pause with the new settings; a replaced one is on its way.
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

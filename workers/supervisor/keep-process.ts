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
};
export type KeptProcess = {
  readonly pid: number | undefined;
  /** Ends it (SIGTERM, then SIGKILL after `graceMs`) and does not start it again. */
  stop(graceMs: number): Promise<void>;
  /** Ends it and starts it with another environment. */
  restart(env: NodeJS.ProcessEnv): void;
  /** It is ending by itself; this time it stays ended. */
  letEnd(): void;
  killNow(): void;
};

/**
 * Starts dist/<name>.js and starts it again when it ends by itself. Its stdin is a pipe that only we hold: the kernel
 * closes it when we die, and the process leaves. Its own session keeps a Ctrl-C at the terminal from reaching it first.
 */
export function keepProcess(home: Home, dist: string, plan: ProcessPlan): KeptProcess {
  const file = join(dist, `${plan.name}.js`);
  let child: ChildProcess;
  let stopping = false;
  let asked = false;
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
    if (asked) {
      asked = false;
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

  launch();
  return {
    get pid() {
      return child.pid;
    },
    async stop(graceMs) {
      stopping = true;
      clearTimeout(pause);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const force = setTimeout(() => {
        say(`${plan.name} did not stop within ${graceMs / 1000} s; killing it`);
        child.kill("SIGKILL");
      }, graceMs);
      await ended;
      clearTimeout(force);
    },
    restart(changed) {
      env = changed;
      asked = true;
      child.kill("SIGTERM");
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

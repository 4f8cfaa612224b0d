import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { childEnv, type EnvSource } from "@/lib/platform/env";
import { SUPERVISED_FLAG } from "@/lib/platform/lifecycle";

export type Kind = "scheduler" | "tasks" | "serving";
export type Processes = {
  pids(kind: Kind): number[];
  /** Sends SIGKILL; another process replaces it at once. */
  kill(pid: number): void;
  stop(): Promise<void>;
};

/** Two schedulers, two workers and a data plane, each started again whenever it ends. */
export function startProcesses(root: string, logs: string, env: EnvSource): Processes {
  mkdirSync(logs, { recursive: true });
  const children: { kind: Kind; child: ChildProcess }[] = [];
  let stopping = false;
  function launch(kind: Kind, at: number): void {
    const child = spawn(
      process.execPath,
      ["--enable-source-maps", join(root, "dist", `${kind}.js`), SUPERVISED_FLAG],
      { cwd: root, env: childEnv(env), stdio: ["pipe", "pipe", "pipe"], detached: true },
    );
    child.stdin?.on("error", () => {});
    const file = createWriteStream(join(logs, `${kind}-${at}.log`), { flags: "a" });
    child.stdout?.pipe(file, { end: false });
    child.stderr?.pipe(file, { end: false });
    const entry = { kind, child };
    children.push(entry);
    child.once("exit", () => {
      children.splice(children.indexOf(entry), 1);
      if (!stopping) launch(kind, at);
    });
  }
  for (const kind of ["scheduler", "tasks"] as const) for (const at of [1, 2]) launch(kind, at);
  launch("serving", 1);
  return {
    pids: (kind) => children.flatMap((one) => (one.kind === kind && one.child.pid ? [one.child.pid] : [])),
    kill: (pid) => void process.kill(pid, "SIGKILL"),
    async stop() {
      stopping = true;
      await Promise.all(
        children.map(async ({ child }) => {
          const ended = new Promise((resolve) => child.once("exit", resolve));
          child.kill("SIGCONT");
          child.kill("SIGTERM");
          const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
          await ended;
          clearTimeout(force);
        }),
      );
    },
  };
}

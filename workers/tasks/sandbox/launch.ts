import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { factsOf } from "./processes";

/** What the worker asks of its launcher. `stdout` and `stderr` are named pipes that the worker reads already. */
export type LaunchOrder = {
  id: number;
  argv: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Null: as the launcher's own user. */
  uid: number | null;
  stdout: string;
  stderr: string;
};
export type LaunchNews =
  | { id: number; kind: "started"; pid: number }
  | { id: number; kind: "refused"; reason: string }
  /** `cpuMs`: what it and its own have used; null when several ended at once and nobody can tell whose it was. */
  | { id: number; kind: "ended"; exitCode: number | null; signal: string | null; cpuMs: number | null };

/** Starts one process in a group of its own and tells what becomes of it. */
export function launch(order: LaunchOrder, tell: (news: LaunchNews) => void): void {
  const { id, uid } = order;
  const [program = "", ...args] = order.argv;
  const refused = (error: unknown) =>
    tell({ id, kind: "refused", reason: error instanceof Error ? error.message : String(error) });
  const open: number[] = [];
  let child: ChildProcess;
  try {
    open.push(openSync(order.stdout, "w"), openSync(order.stderr, "w"));
    child = spawn(program, args, {
      cwd: order.cwd,
      env: order.env,
      detached: true,
      stdio: ["ignore", ...open],
      ...(uid !== null && { uid, gid: uid }),
    });
  } catch (error) {
    refused(error);
    return;
  } finally {
    for (const fd of open) closeSync(fd);
  }
  if (child.pid === undefined) {
    child.once("error", refused);
    return;
  }
  tell({ id, kind: "started", pid: child.pid });
  child.once("exit", (exitCode, signal) =>
    whenAllEnded((cpuMs) => tell({ id, kind: "ended", exitCode, signal, cpuMs })),
  );
}

let justEnded: ((cpuMs: number | null) => void)[] = [];
let countedMs = 0;

/** The kernel adds what a child has used to its parent's account when the child is waited for. */
function whenAllEnded(tell: (cpuMs: number | null) => void): void {
  justEnded.push(tell);
  if (justEnded.length > 1) return;
  setImmediate(() => {
    const before = countedMs;
    countedMs = factsOf(process.pid)?.waitedCpuMs ?? before;
    const all = justEnded;
    justEnded = [];
    for (const one of all) one(all.length === 1 ? countedMs - before : null);
  });
}

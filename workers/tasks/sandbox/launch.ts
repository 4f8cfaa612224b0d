import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { factsOf } from "./processes";

/** What the worker asks of its launcher. */
export type LaunchOrder = { id: number } & (
  | {
      kind: "start";
      argv: readonly string[];
      cwd: string;
      env: NodeJS.ProcessEnv;
      /** Null: as the launcher's own user. */
      uid: number | null;
      /** The named pipe of its output, which the worker reads already. */
      output: string;
    }
  /** Runs a script of ours as that user. */
  | { kind: "as-user"; uid: number; script: string }
);
export type StartOrder = Omit<Extract<LaunchOrder, { kind: "start" }>, "id" | "kind">;
export type LaunchNews =
  | { id: number; kind: "started"; pid: number }
  /** `code`: what the system called it, such as ENOENT. */
  | { id: number; kind: "refused"; reason: string; code: string | null }
  /** `cpuMs`: what it and its own have used; null when several ended at once and nobody can tell whose it was. */
  | { id: number; kind: "ended"; exitCode: number | null; signal: string | null; cpuMs: number | null };

/** Starts one process in a group of its own and tells what becomes of it. */
export function launch(order: LaunchOrder, tell: (news: LaunchNews) => void): void {
  const { id } = order;
  const refused = (error: unknown) => tell({ id, kind: "refused", ...reasonOf(error) });
  let child: ChildProcess;
  try {
    child = order.kind === "start" ? startTask(order) : startScript(order);
  } catch (error) {
    refused(error);
    return;
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

function startTask(order: Extract<LaunchOrder, { kind: "start" }>): ChildProcess {
  const [program = "", ...args] = order.argv;
  const output = openSync(order.output, "w");
  try {
    return spawn(program, args, {
      cwd: order.cwd,
      env: order.env,
      detached: true,
      stdio: ["ignore", output, output],
      ...as(order.uid),
    });
  } finally {
    closeSync(output);
  }
}

function startScript({ uid, script }: Extract<LaunchOrder, { kind: "as-user" }>): ChildProcess {
  return spawn("/bin/sh", ["-c", script], { cwd: "/", detached: true, stdio: "ignore", ...as(uid) });
}

function as(uid: number | null): { uid?: number; gid?: number } {
  return uid === null ? {} : { uid, gid: uid };
}

function reasonOf(error: unknown): { reason: string; code: string | null } {
  const reason = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
  return { reason, code };
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

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import {
  enterGroups,
  firstProcess,
  letIn,
  MachineFailure,
  outcomeInside,
  spawnWalled,
  type WalledOrder,
  type WalledStart,
} from "./launch-walled";
import { factsOf } from "./processes";

/** Requests of the worker to its launcher. */
export type LaunchOrder = { id: number } & (
  | {
      kind: "start";
      argv: readonly string[];
      cwd: string;
      env: NodeJS.ProcessEnv;
      /** Null for the launcher's own user. */
      uid: number | null;
      /** The named pipe for its output; the worker reads it already. */
      output: string;
      walls: WalledOrder | null;
    }
  /** Runs a script of ours; as the launcher's own user when null. */
  | { kind: "script"; uid: number | null; script: string; args: readonly string[] }
);
export type StartOrder = Omit<Extract<LaunchOrder, { kind: "start" }>, "id" | "kind">;
export type LaunchNews =
  /** `pid`: the id of its process group. */
  | { id: number; kind: "started"; pid: number; startedAt: number | null }
  /** `isFault`: the command is at fault, else the machine. */
  | { id: number; kind: "refused"; reason: string; isFault: boolean }
  /** `cpuMs`: CPU time of it and its children; null when several processes ended at once. */
  | { id: number; kind: "ended"; exitCode: number | null; signal: string | null; cpuMs: number | null };

/** Starts one process in its own group and reports its end. */
export function launch(order: LaunchOrder, tell: (news: LaunchNews) => void): void {
  const { id } = order;
  const refused = (error: unknown) => tell({ id, kind: "refused", ...reasonOf(error) });
  const started = (pid: number) =>
    tell({ id, kind: "started", pid, startedAt: factsOf(pid)?.startedAt ?? null });
  let child: ChildProcess;
  try {
    if (order.kind === "start" && order.walls) {
      startWalled({ ...order, walls: order.walls }, tell, started, refused);
      return;
    }
    child = order.kind === "start" ? startTask(order) : startScript(order);
  } catch (error) {
    refused(error);
    return;
  }
  if (child.pid === undefined) {
    child.once("error", refused);
    return;
  }
  started(child.pid);
  child.once("exit", (exitCode, signal) =>
    whenAllEnded((cpuMs) => tell({ id, kind: "ended", exitCode, signal, cpuMs })),
  );
}

/** Behind walls the namespace's first process stands for the task; all others end with it. */
function startWalled(
  order: WalledStart,
  tell: (news: LaunchNews) => void,
  started: (pid: number) => void,
  refused: (error: unknown) => void,
): void {
  const child = withOutput(order.output, (output) => spawnWalled(order, output));
  let isInside = false;
  child.once("error", refused);
  void firstProcess(child).then((pid) => {
    if (pid === null) return;
    isInside = true;
    enterGroups(order.walls.groups, pid);
    started(pid);
    letIn(child);
  }, refused);
  child.once("exit", (code, signal) => {
    if (isInside) tell({ id: order.id, kind: "ended", ...outcomeInside(code, signal), cpuMs: null });
    else
      refused(new MachineFailure(`The walls of the task could not be made (bubblewrap: ${code ?? signal}).`));
  });
}

function startTask(order: Extract<LaunchOrder, { kind: "start" }>): ChildProcess {
  const [program = "", ...args] = order.argv;
  const { cwd, env, uid } = order;
  return withOutput(order.output, (output) =>
    spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", output, output], ...as(uid) }),
  );
}

/** Opened by name and closed again, so that only the child keeps it. */
function withOutput(file: string, start: (fd: number) => ChildProcess): ChildProcess {
  const output = openSync(file, "w");
  try {
    return start(output);
  } finally {
    closeSync(output);
  }
}

function startScript({ uid, script, args }: Extract<LaunchOrder, { kind: "script" }>): ChildProcess {
  return spawn("/bin/sh", ["-c", script, "sh", ...args], {
    cwd: "/",
    detached: true,
    stdio: "ignore",
    ...as(uid),
  });
}

function as(uid: number | null): { uid?: number; gid?: number } {
  return uid === null ? {} : { uid, gid: uid };
}

/** The system lacks resources at the moment, which is no fault of the command. */
const NO_ROOM = new Set(["EAGAIN", "ENOMEM", "EMFILE", "ENFILE", "ENOSPC", "EIO"]);

function reasonOf(error: unknown): { reason: string; isFault: boolean } {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return { reason, isFault: !(error instanceof MachineFailure) && !NO_ROOM.has(code) };
}

let justEnded: ((cpuMs: number | null) => void)[] = [];
let countedMs = 0;

/** The kernel adds a child's usage to its parent when the child is waited for. */
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

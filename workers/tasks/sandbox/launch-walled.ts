import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { constants } from "node:os";
import { Readable, Writable } from "node:stream";

/** A task behind walls (walls.ts), as the launcher needs it. */
export type WalledOrder = {
  /** PATH for bubblewrap and setpriv, without the author's folders. */
  env: NodeJS.ProcessEnv;
  /** Arguments of bubblewrap. */
  words: readonly string[];
  /** Arguments of the program that drops the last rights inside. */
  drop: readonly string[];
  /** Script for a shell without rights: the environment of the task. */
  script: string;
  /** cgroup.procs files to which its id is written before it runs. */
  groups: readonly string[];
};
export type WalledStart = { id: number; argv: readonly string[]; output: string; walls: WalledOrder };

/** Not the command's fault; a retry may succeed. */
export class MachineFailure extends Error {}

/** Descriptors of bubblewrap: its arguments, its status, and the one on which it waits for us. */
const [WORDS, NEWS, GO] = [3, 4, 5] as const;
const FD_WORDS = ["--args", String(WORDS), "--info-fd", String(NEWS), "--block-fd", String(GO)];
const SIGNAL_BASE = 128;

/** Only the command itself comes from the author, nothing in its environment or arguments. */
export function spawnWalled({ argv, walls }: WalledStart, output: number): ChildProcess {
  const command = [...walls.drop, "/bin/sh", "-s", "--", ...argv];
  const child = spawn("bwrap", [...FD_WORDS, "--", ...command], {
    cwd: "/",
    env: walls.env,
    detached: true,
    stdio: ["pipe", output, output, "pipe", "pipe", "pipe"],
  });
  send(child.stdin, walls.script);
  send(stdioOf(child, WORDS), walls.words.join("\0"));
  return child;
}

/** The id of the namespace's first process, as we see it; null when it was never created. */
export async function firstProcess(child: ChildProcess): Promise<number | null> {
  const news = stdioOf(child, NEWS);
  if (!(news instanceof Readable)) return null;
  let said = "";
  for await (const part of news) {
    said += String(part);
    // Reads its status to the end; writing to a closed pipe would kill it.
    const found = /"child-pid":\s*(\d+)[^}]*}/.exec(said)?.[1];
    if (found !== undefined) return Number(found);
  }
  return null;
}

export function enterGroups(groups: readonly string[], pid: number): void {
  for (const file of groups) writeFileSync(file, String(pid));
}

export function letIn(child: ChildProcess): void {
  send(stdioOf(child, GO), "1");
}

/** A signal appears as 128 + its number, as in shells. Both are reported, because only the command knows which it was. */
export function outcomeInside(
  code: number | null,
  signal: string | null,
): { exitCode: number | null; signal: string | null } {
  const number = (code ?? 0) - SIGNAL_BASE;
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? null;
  return { exitCode: code, signal: signal ?? name };
}

/** Node's types know the first five only. */
function stdioOf(child: ChildProcess, fd: number): unknown {
  return [...child.stdio][fd];
}

function send(pipe: unknown, data: string): void {
  if (!(pipe instanceof Writable)) return;
  // It ended before it read all of this; its exit says why.
  pipe.on("error", () => {});
  pipe.end(data);
}

import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { constants } from "node:os";
import { Readable, Writable } from "node:stream";

/** A task behind walls (walls.ts): all that the launcher has to know of them. */
export type WalledOrder = {
  /** Of bubblewrap and what drops the rights: where programs are, and nothing of the author's. */
  env: NodeJS.ProcessEnv;
  /** The words of bubblewrap. */
  words: readonly string[];
  /** The words that drop the last rights inside. */
  drop: readonly string[];
  /** What a shell reads there that has none any more: the environment of the task. */
  script: string;
  /** The files of cgroups that take it in before it runs. */
  groups: readonly string[];
};
export type WalledStart = { id: number; argv: readonly string[]; output: string; walls: WalledOrder };

/** Not the command's fault; another try may go well. */
export class MachineFailure extends Error {}

/** Descriptors of bubblewrap: its words, what it tells about itself, and its waiting for our word. */
const [WORDS, NEWS, GO] = [3, 4, 5] as const;
const FD_WORDS = ["--args", String(WORDS), "--info-fd", String(NEWS), "--block-fd", String(GO)];
const SIGNAL_BASE = 128;

/** Nothing of the author's is in its environment or on its command line but the command itself. */
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

/** The number of the first process of the new namespace, as we see it; null when it never came to be. */
export async function firstProcess(child: ChildProcess): Promise<number | null> {
  const news = stdioOf(child, NEWS);
  if (!(news instanceof Readable)) return null;
  let said = "";
  for await (const part of news) {
    said += String(part);
    // To the end of what it tells: it would be ended by writing to a reader that has left.
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

/** A namespace tells an end by a signal as shells do. Both are given: which of them it was, only the command knows. */
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
  // It has ended before it read all of this; its end says why.
  pipe.on("error", () => {});
  pipe.end(data);
}

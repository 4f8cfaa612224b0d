import { execFile } from "node:child_process";
import { childEnv } from "@/lib/platform/env";

/** Describing a pipeline takes milliseconds; other files wait for this one. */
const CPU_SECONDS = 2;
const DATA_BYTES = 768 * 1024 * 1024;

/** Programs of Linux that take something away and then become the program they are given; the first of a row that works is used. */
const WRAPPERS: readonly (readonly string[][])[] = [
  [["prlimit", `--data=${DATA_BYTES}`, `--cpu=${CPU_SECONDS}`, "--core=0", "--"]],
  [
    ["unshare", "--net", "--"],
    ["unshare", "--map-root-user", "--net", "--"],
  ],
];

let known: Promise<string[]> | undefined;

/**
 * What to write before a command so that it has no network and limited CPU and memory, as far as this machine lets us
 * (macOS has neither program; the walls of harness.ts and the parent's clock stand everywhere).
 */
export function confinement(): Promise<string[]> {
  known ??= probe();
  return known;
}

async function probe(): Promise<string[]> {
  const works: string[] = [];
  for (const choices of WRAPPERS) {
    for (const wrapper of choices) {
      if (!(await runs([...works, ...wrapper]))) continue;
      works.push(...wrapper);
      break;
    }
  }
  return works;
}

function runs([program = "", ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args, process.execPath, "--eval", "0"],
      { env: childEnv({}), timeout: 5_000 },
      (error) => resolve(error === null),
    );
  });
}

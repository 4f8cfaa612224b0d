import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { ChildJob, ChildLine } from "@/lib/point-in-time/schema";

/** `program` is dist/feature-query.js. */
export type Engine = { program: string; memoryMb: number; threads: number; deadlineMs: number };

const HEAP_MB = 256;
const MOST_STDERR = 2_000;

/**
 * Runs a job in a process of its own, without our environment, in the folder of its files. Yields what it says; the loop of
 * the caller slows it down. It is killed at the deadline, with the signal, and when the caller stops reading.
 */
export async function* askChild(
  { program, deadlineMs, memoryMb, threads }: Engine,
  dir: string,
  work: ChildJob["work"],
  signal: AbortSignal,
): AsyncGenerator<{ total: number } | { line: string }> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, program], {
    cwd: dir,
    env: { NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let isLate = false;
  let said = "";
  const kill = () => void child.kill("SIGKILL");
  const deadline = setTimeout(() => {
    isLate = true;
    kill();
  }, deadlineMs);
  signal.addEventListener("abort", kill);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  child.stderr.on("data", (part: Buffer) => {
    said = (said + part.toString("utf8")).slice(-MOST_STDERR);
  });
  // It may be gone before it reads.
  child.stdin.on("error", () => {});
  child.stdin.write(`${JSON.stringify({ memoryMb, threads, work } satisfies ChildJob)}\n`);
  try {
    let isWhole = false;
    // Held back until the next line is there: the last line of a child that was killed may be cut.
    let row: string | null = null;
    for await (const line of createInterface({ input: child.stdout })) {
      if (row !== null) yield { line: row };
      row = line.startsWith("[") ? line : null;
      if (row === null) {
        const news = readLine(line);
        if ("refused" in news)
          throw new ConflictError(news.refused, because("source_refused", { said: news.refused }));
        if ("total" in news) yield news;
        else isWhole = true;
      }
    }
    await ended;
    signal.throwIfAborted();
    if (isLate) throw tooLong(deadlineMs);
    if (!isWhole) throw new Error(`The process that reads data sources ended early. ${said}`.trim());
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener("abort", kill);
    kill();
    await ended;
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

function tooLong(deadlineMs: number): ConflictError {
  const said = `It took longer than ${Math.round(deadlineMs / 60_000)} minutes. Ask for a shorter range of time, or for fewer files.`;
  return new ConflictError(said, because("source_refused", { said }));
}

/** The guarantee: the child of the same build writes nothing else that begins with no bracket. */
function readLine(line: string): ChildLine {
  return JSON.parse(line) as ChildLine;
}

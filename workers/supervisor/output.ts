import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Home } from "../stores/home";

const LARGEST_FILE_BYTES = 20 * 1024 * 1024;
const WARN = 40;

/** Prints a line of ours on the terminal. */
export function say(line: string): void {
  process.stdout.write(`gwanje  ${line}\n`);
}

/** Writes all output of a process to <home>/logs/<name>.log; warnings, errors and plain text go to the terminal too. */
export function keepOutput(home: Home, name: string, streams: readonly (Readable | null)[]): void {
  mkdirSync(home.path("logs"), { recursive: true, mode: 0o700 });
  const file = home.path("logs", `${name}.log`);
  let bytes = sizeOf(file);
  for (const stream of streams) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      if (bytes > LARGEST_FILE_BYTES) {
        renameSync(file, `${file}.1`);
        bytes = 0;
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
      bytes += Buffer.byteLength(line) + 1;
      const shown = forTerminal(line);
      if (shown) process.stdout.write(`${name.padEnd(9)} ${shown}\n`);
    });
  }
}

/** The part of a log line for the terminal; null for none. */
export function forTerminal(line: string): string | null {
  if (line.trim() === "") return null;
  if (!line.startsWith("{")) return line;
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record !== "object" || !record || !("level" in record)) return line;
    if (Number(record.level) < WARN) return null;
    const message = "msg" in record ? String(record.msg) : "";
    const error = "err" in record ? errorMessage(record.err) : "";
    return [message, error].filter((part) => part !== "").join(": ");
  } catch {
    return line;
  }
}

function errorMessage(error: unknown): string {
  return typeof error === "object" && error && "message" in error ? String(error.message) : "";
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

import { stripVTControlCharacters } from "node:util";

/** As much of the end of the output as a long traceback takes. */
const TAIL_BYTES = 16_384;
const MOST_CHARS = 300;

/** The end of what a process printed. */
export type OutputTail = { push(bytes: Buffer): void; text(): string };

/** Keeps whole lines, so that what is hidden in them is found whole. */
export function createTail(): OutputTail {
  let chunks: Buffer[] = [];
  let size = 0;
  let cut = false;
  return {
    push(bytes) {
      chunks.push(bytes);
      size += bytes.length;
      if (size < 2 * TAIL_BYTES) return;
      const kept = Buffer.concat(chunks).subarray(-TAIL_BYTES);
      chunks = [Buffer.from(kept)];
      size = kept.length;
      cut = true;
    },
    text() {
      const text = Buffer.concat(chunks).toString("utf8");
      return cut ? text.slice(text.indexOf("\n") + 1) : text;
    },
  };
}

const TRACEBACK = /^\s*Traceback \(most recent call last\):/;
/** "ValueError: ...", "app.errors.NotFound: ..." is only known by its traceback; "TypeError [ERR_X]: ...", "fatal: ...". */
const SAYS_ERROR =
  /^(?:Uncaught |Unhandled )?(?:(?:[\w.]+\.)?\w*(?:Error|Exception)|(?:error|ERROR|exception|fatal|FATAL|Fatal|panic|critical|CRITICAL|abort|aborted)\b)(?: \[\w+\])?(?::|$)/;
/** A line of a program's log, with whatever stands before the level. */
const LOGGED_ERROR = /(?:^|[\s[|])(?:ERROR|FATAL|CRITICAL|PANIC)(?:[\s\]|:]|$)/;

/**
 * The line of an output that says best why it failed: the exception of the last traceback, else the last line that
 * calls itself an error, else the last line at all. Null: nothing was printed. Chosen by what the line says, because
 * both streams may come in one pipe.
 */
export function headlineOf(output: string): string | null {
  const lines = stripVTControlCharacters(output)
    .split(/\r?\n|\r/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "");
  const line =
    exceptionOf(lines) ??
    lines.findLast((each) => SAYS_ERROR.test(each)) ??
    lines.findLast((each) => LOGGED_ERROR.test(each)) ??
    lines.at(-1);
  if (line === undefined) return null;
  const text = line.replaceAll(/\p{Cc}/gu, " ").trim();
  return text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS - 1)}…` : text;
}

/** Frames of a traceback are indented; the first line that is not is the exception. */
function exceptionOf(lines: readonly string[]): string | undefined {
  const at = lines.findLastIndex((line) => TRACEBACK.test(line));
  if (at < 0) return undefined;
  const depth = indent(lines[at] ?? "");
  return lines.slice(at + 1).find((line) => indent(line) <= depth);
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

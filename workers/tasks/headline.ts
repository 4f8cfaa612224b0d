import { stripVTControlCharacters } from "node:util";

/** Enough for a long traceback. */
const TAIL_BYTES = 16_384;
const MOST_CHARS = 300;

/** The end of a process's output. */
export type OutputTail = { push(bytes: Buffer): void; text(): string };

/** Keeps whole lines, so that secrets are found whole. */
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
/**
 * An exception without "Error" in its name is only recognised below a traceback, unlike "TypeError [ERR_X]: ..." or
 * "fatal: ...".
 */
const SAYS_ERROR =
  /^(?:Uncaught |Unhandled )?(?:(?:[\w.]+\.)?\w*(?:Error|Exception)|(?:error|ERROR|exception|fatal|FATAL|Fatal|panic|critical|CRITICAL|abort|aborted)\b)(?: \[\w+\])?(?::|$)/;
/** A log line, with any prefix before the level. */
const LOGGED_ERROR = /(?:^|[\s[|])(?:ERROR|FATAL|CRITICAL|PANIC)(?:[\s\]|:]|$)/;

/**
 * The line of an output that explains the failure best: the exception of the last traceback, else the last error line,
 * else the last line; null without output. Goes by content, because both streams may share one pipe.
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

/** Frames of a traceback are indented; the next line is the exception. */
function exceptionOf(lines: readonly string[]): string | undefined {
  const at = lines.findLastIndex((line) => TRACEBACK.test(line));
  if (at < 0) return undefined;
  const depth = indent(lines[at] ?? "");
  return lines.slice(at + 1).find((line) => indent(line) <= depth);
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

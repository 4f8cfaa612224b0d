import { StringDecoder } from "node:string_decoder";
import type { KeptChunk } from "./chunk";
import type { LogLine } from "./schema";

const CHUNK_BYTES = 256 * 1024;
/**
 * A watching person sees a line within a second of its output. This is the writer's share of it; the rest is for
 * storing, the event and reading.
 */
const CHUNK_MS = 400;
/**
 * An incomplete line (a progress bar) is stored as far as it has come. Less often than other chunks, because each time
 * costs an object.
 */
const OPEN_MS = 800;
const LINE_CHARS = 64 * 1024;
const LOG_CAP_BYTES = 64 * 1024 * 1024;

export type LogWriter = {
  /** The log has reached its limit; further output is read and dropped. */
  readonly full: boolean;
  /** Takes output of the process. Resolves when there is room for more, so a loud task waits instead of filling memory. */
  write(stream: "o" | "e", bytes: Buffer): Promise<void>;
  /** Adds a line of our own. */
  say(text: string): void;
  /** Ends the log and returns its size. `stored` resolves when the last chunk is in the bucket, or kept for later. */
  close(): { lines: number; bytes: number; stored: Promise<void> };
};

/** Splits output into lines and stores them in chunks, in order; each is an object and a row. */
export function createLogWriter(
  deps: {
    /** `isLast`: the last chunk of the log. */
    store(chunk: KeptChunk, isLast: boolean): Promise<void>;
    onError(error: unknown): void;
    /** Keeps a chunk that could not be stored; without it the chunk is lost. */
    keep?(chunk: KeptChunk): Promise<void>;
  },
  given: { runId: string; attemptId: string },
  capBytes = LOG_CAP_BYTES,
): LogWriter {
  const place = { runId: given.runId, attemptId: given.attemptId };
  const open = {
    o: { decoder: new StringDecoder("utf8"), rest: "" },
    e: { decoder: new StringDecoder("utf8"), rest: "" },
  };
  /** Number of characters of the incomplete last line that are stored. */
  let started: { s: LogLine["s"]; chars: number } | null = null;
  let pending: string[] = [];
  let pendingBytes = 0;
  let firstPending = 0;
  let [lines, bytes, seq] = [0, 0, 0];
  let capped = false;
  let timer: NodeJS.Timeout | undefined;
  let stored: Promise<void> = Promise.resolve();

  function append(s: LogLine["s"], m: string, isOpen = false): void {
    // Output of another stream ends an incomplete line, where a terminal would mix the two.
    const goesOn = started?.s === s;
    if (!goesOn) lines += 1;
    started = isOpen ? { s, chars: charsOf(s) + m.length } : null;
    const line: LogLine = { n: lines, t: Date.now(), s, m, ...(isOpen && { open: true }) };
    if (pending.length === 0) firstPending = lines;
    const text = `${JSON.stringify(line)}\n`;
    const size = Buffer.byteLength(text);
    pending.push(text);
    pendingBytes += size;
    bytes += size;
    if (pendingBytes >= CHUNK_BYTES) flush();
    else flushIn(CHUNK_MS);
  }
  /** How much of an incomplete line is stored. */
  function charsOf(s: LogLine["s"]): number {
    return started?.s === s ? started.chars : 0;
  }
  function flushIn(ms: number): void {
    timer ??= setTimeout(() => {
      showOpen();
      flush();
    }, ms);
  }
  /** The incomplete line, without a final carriage return that may be half of a line end. */
  function showOpen(): void {
    for (const s of ["o", "e"] as const) {
      const { rest } = open[s];
      const shown = rest.endsWith("\r") ? rest.slice(0, -1) : rest;
      open[s].rest = rest.slice(shown.length);
      if (shown !== "" && !capped) append(s, shown, true);
    }
  }
  function add(s: "o" | "e", m: string): void {
    if (capped) return;
    append(s, m);
    if (bytes < capBytes) return;
    capped = true;
    append("s", `The log ends here: it has reached its limit of ${capBytes} bytes. The task goes on.`);
  }
  function endRests(): void {
    for (const s of ["o", "e"] as const) {
      const rest = open[s].rest + open[s].decoder.end();
      open[s].rest = "";
      if (rest) for (const piece of pieces(rest)) add(s, piece);
    }
  }
  function flush(isLast = false): void {
    clearTimeout(timer);
    timer = undefined;
    if (pending.length === 0) return;
    const text = pending.join("");
    const chunk = {
      seq: seq++,
      firstLine: firstPending,
      lines: lines - firstPending + 1,
      sizeBytes: pendingBytes,
    };
    pending = [];
    pendingBytes = 0;
    const kept: KeptChunk = { ...place, ...chunk, text };
    // A log never fails the task. Chunks that cannot be stored are reported and kept for later.
    stored = stored
      .then(() => deps.store(kept, isLast))
      .catch(async (error: unknown) => {
        deps.onError(error);
        await deps.keep?.(kept);
      })
      .catch(deps.onError);
  }
  return {
    get full() {
      return capped;
    },
    async write(s, data) {
      if (capped) return;
      const stream = open[s];
      stream.rest += stream.decoder.write(data);
      const parts = stream.rest.split(/\r?\n/);
      stream.rest = parts.pop() ?? "";
      for (const part of parts) for (const piece of pieces(part)) add(s, piece);
      if (charsOf(s) + stream.rest.length >= LINE_CHARS) {
        add(s, stream.rest);
        stream.rest = "";
      }
      if (stream.rest !== "") flushIn(OPEN_MS);
      await stored;
    },
    say(text) {
      endRests();
      append("s", text);
    },
    close() {
      endRests();
      flush(true);
      return { lines, bytes, stored };
    },
  };
}

/** Never cuts inside a character. */
function pieces(line: string): string[] {
  if (line.length <= LINE_CHARS) return [line];
  const cut: string[] = [];
  for (let at = 0; at < line.length; ) {
    const piece = line.slice(at, at + LINE_CHARS);
    const whole = at + piece.length < line.length ? piece.replace(/[\uD800-\uDBFF]$/, "") : piece;
    cut.push(whole);
    at += whole.length;
  }
  return cut;
}

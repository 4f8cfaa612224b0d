import { StringDecoder } from "node:string_decoder";
import type { KeptChunk } from "./chunk";
import type { LogLine } from "./schema";

const CHUNK_BYTES = 256 * 1024;
/**
 * A person who watches sees a line within a second of its being printed. Of that second this is the writer's part; the
 * rest is for storing, the event, and reading back.
 */
const CHUNK_MS = 400;
const LINE_CHARS = 64 * 1024;
const LOG_CAP_BYTES = 64 * 1024 * 1024;

export type LogWriter = {
  /** The log has reached its limit: what is written from now on is let through unread. */
  readonly full: boolean;
  /** Bytes of the process; resolves when there is room for more, so that a loud task waits instead of filling memory. */
  write(stream: "o" | "e", bytes: Buffer): Promise<void>;
  /** A line of our own. */
  say(text: string): void;
  /** Answers what the log holds; `stored` resolves when the last of it is in the bucket or kept. */
  close(): { lines: number; bytes: number; stored: Promise<void> };
};

/** Cuts output into lines and stores them in chunks, each an object and a row, in order. */
export function createLogWriter(
  deps: {
    /** `isLast`: nothing of this log comes after it. */
    store(chunk: KeptChunk, isLast: boolean): Promise<void>;
    onError(error: unknown): void;
    /** Takes a chunk that could not be stored; without it the chunk is lost. */
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
  let pending: string[] = [];
  let pendingBytes = 0;
  let [lines, bytes, seq] = [0, 0, 0];
  let capped = false;
  let timer: NodeJS.Timeout | undefined;
  let stored: Promise<void> = Promise.resolve();

  function append(s: LogLine["s"], m: string): void {
    lines += 1;
    const line: LogLine = { n: lines, t: Date.now(), s, m };
    const text = `${JSON.stringify(line)}\n`;
    const size = Buffer.byteLength(text);
    pending.push(text);
    pendingBytes += size;
    bytes += size;
    if (pendingBytes >= CHUNK_BYTES) flush();
    else timer ??= setTimeout(() => flush(), CHUNK_MS);
  }
  function add(s: "o" | "e", m: string): void {
    if (capped) return;
    append(s, m);
    if (bytes < capBytes) return;
    capped = true;
    append("s", `The log ends here: it has reached its limit of ${capBytes} bytes. The task goes on.`);
  }
  function flush(isLast = false): void {
    clearTimeout(timer);
    timer = undefined;
    if (pending.length === 0) return;
    const text = pending.join("");
    const chunk = {
      seq: seq++,
      firstLine: lines - pending.length + 1,
      lines: pending.length,
      sizeBytes: pendingBytes,
    };
    pending = [];
    pendingBytes = 0;
    const kept: KeptChunk = { ...place, ...chunk, text };
    // A log never fails the task: what cannot be stored is reported and kept for later.
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
      if (stream.rest.length >= LINE_CHARS) {
        add(s, stream.rest);
        stream.rest = "";
      }
      await stored;
    },
    say: (text) => append("s", text),
    close() {
      for (const s of ["o", "e"] as const) {
        const rest = open[s].rest + open[s].decoder.end();
        if (rest) add(s, rest);
      }
      flush(true);
      return { lines, bytes, stored };
    },
  };
}

function pieces(line: string): string[] {
  if (line.length <= LINE_CHARS) return [line];
  const cut: string[] = [];
  for (let at = 0; at < line.length; at += LINE_CHARS) cut.push(line.slice(at, at + LINE_CHARS));
  return cut;
}

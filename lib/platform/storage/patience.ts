import { Readable } from "node:stream";

/**
 * How long the object store may take. A request's time to its answer grows with what is sent; a stream has no total limit,
 * since a large object takes as long as it takes, but the store must go on giving while somebody reads.
 */
export type StorePatience = { connectMs: number; answerMs: number; silenceMs: number };

export const STORE_PATIENCE: StorePatience = { connectMs: 5_000, answerMs: 10_000, silenceMs: 30_000 };
/** A slow line, not a broken one. */
const LEAST_BYTES_PER_MS = 64;
/** Putting thousands of parts together is work for the store. */
const COMPLETE_MS = 120_000;

/** Options of a request with a body of this size. */
export function whileSending(patience: StorePatience, bytes: number): { requestTimeout: number } {
  return { requestTimeout: patience.answerMs + Math.ceil(bytes / LEAST_BYTES_PER_MS) };
}

export function whileCompleting(patience: StorePatience): { requestTimeout: number } {
  return { requestTimeout: Math.max(patience.answerMs, Math.min(COMPLETE_MS, patience.answerMs * 12)) };
}

/** The same bytes; fails when the store gives none for so long. While nobody reads, no time counts. */
export function unlessSilent(body: Readable, silenceMs: number): Readable {
  return Readable.from(watched(body, silenceMs), { objectMode: false });
}

async function* watched(body: Readable, silenceMs: number): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  const giveUp = () => body.destroy(new Error(`The object store has sent nothing for ${silenceMs} ms`));
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      timer = setTimeout(giveUp, silenceMs);
      const { done, value } = await chunks.next();
      if (done) return;
      clearTimeout(timer);
      yield value;
    }
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}

import { Readable } from "node:stream";

/**
 * Time limits for the object store. The time to a reply grows with the size of the body. A stream has no total limit,
 * but must not pause for long while it is read.
 */
export type StorePatience = { connectMs: number; answerMs: number; silenceMs: number };

export const STORE_PATIENCE: StorePatience = { connectMs: 5_000, answerMs: 10_000, silenceMs: 30_000 };
/** Bytes a second of a line that is slow but not broken. */
const LEAST_BYTES_PER_MS = 64;
/** The store needs time to assemble thousands of parts; the embedded one copies them, 5 GB on a disk that others use too. */
const COMPLETE_ANSWERS = 60;

/** Options of a request with a body of this size. */
export function whileSending(patience: StorePatience, bytes: number): { requestTimeout: number } {
  return { requestTimeout: patience.answerMs + Math.ceil(bytes / LEAST_BYTES_PER_MS) };
}

export function whileCompleting(patience: StorePatience): { requestTimeout: number } {
  return { requestTimeout: patience.answerMs * COMPLETE_ANSWERS };
}

/** Passes the bytes on, and fails when the store sends none for so long. Time counts only while the stream is read. */
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

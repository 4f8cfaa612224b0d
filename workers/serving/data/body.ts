import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Readable, Transform } from "node:stream";
import type { FastifyRequest } from "fastify";
import { countDataBytes } from "@/lib/metrics";
import { AppError, TooLargeError } from "@/lib/platform/errors";

/** A client that sends nothing for so long, while we wait for it, holds a connection and memory for nothing. */
const IDLE_MS = 60_000;

export type Body = { stream: Readable; measured: () => { sizeBytes: number; sha256: string } };

/**
 * The body of an upload as a stream that fails when the client leaves, sends too much or goes silent, or when `atEnd`
 * refuses; whoever stores it stores nothing then. Back-pressure reaches the client's socket, and the socket survives a
 * refusal, so that the client can read why.
 */
export function bodyOf(
  request: IncomingMessage,
  options: { maxBytes: number; atEnd: () => Promise<void>; idleMs?: number },
): Body {
  const { maxBytes, atEnd, idleMs = IDLE_MS } = options;
  const tooLarge = () => new TooLargeError(`The body is larger than the limit of ${maxBytes} bytes.`);
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      silence.refresh();
      countDataBytes("in", chunk.length);
      if (sizeBytes > maxBytes) return done(tooLarge());
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      atEnd().then(() => done(), done);
    },
  });
  const silence = setTimeout(() => {
    // Our own store being slow is not the client's fault.
    if (meter.writableNeedDrain || meter.readableLength > 0 || request.complete) silence.refresh();
    else
      meter.destroy(new AppError("BAD_REQUEST", `Nothing came for ${idleMs} ms; the upload was given up.`));
  }, idleMs);
  const leave = () => {
    if (!request.complete) meter.destroy(new AppError("BAD_REQUEST", "The client left during the upload."));
  };
  request.once("error", leave).once("close", leave);
  meter.once("close", () => {
    clearTimeout(silence);
    request.off("close", leave);
  });
  request.pipe(meter);
  return { stream: meter, measured: () => ({ sizeBytes, sha256: hash.copy().digest("hex") }) };
}

export function typeOf(request: FastifyRequest): string {
  return request.headers["content-type"]?.slice(0, 200) || "application/octet-stream";
}

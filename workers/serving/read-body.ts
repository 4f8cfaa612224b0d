import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createInflate } from "node:zlib";
import { AppError, TooLargeError } from "@/lib/platform/errors";
import type { Limits } from "./protocol";

const INFLATERS = new Map<string, () => Transform>([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
]);

type Reading = {
  /** A Content-Encoding that the caller inflates by itself. */
  ownEncoding?: string | undefined;
  /** Waits for room for so many bytes more of what the body is held as. */
  hold?: (bytes: number) => Promise<unknown>;
};
type BodyLimits = Pick<Limits, "bodyBytes" | "decompressedBytes">;

/**
 * The whole body of a request, inflated. It is counted while it comes, as it is sent and as it comes out of gzip: no more
 * of either than its limit is ever held. Throws TooLargeError, and BAD_REQUEST for what is not what its headers say.
 */
export async function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  { ownEncoding, hold }: Reading = {},
): Promise<Buffer> {
  const { bodyBytes, decompressedBytes } = limits;
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (Number(request.headers["content-length"] ?? 0) > bodyBytes) throw tooLarge(bodyBytes);
  if (encoding === "identity" && !hold) return plain(request, bodyBytes);
  if (encoding === "identity" || encoding === ownEncoding) return collect(sent(request, bodyBytes), hold);
  const inflater = INFLATERS.get(encoding);
  if (!inflater)
    throw new AppError("BAD_REQUEST", "This Content-Encoding is not read here. Send gzip, or none.");
  try {
    return await pipeline(sent(request, bodyBytes), inflater(), (inflated: AsyncIterable<Buffer>) =>
      collect(counted(inflated, decompressedBytes, "The body, decompressed,"), hold),
    );
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("BAD_REQUEST", "The body is not what its Content-Encoding makes, or ends too early.");
  }
}

/** The same as collect(sent()), without iterators, which cost a small body more than all else that is done with it. */
function plain(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (request.destroyed) return reject(leftEarly());
    const all: Buffer[] = [];
    let bytes = 0;
    const settle = (how: () => void) => {
      request.off("data", take).off("end", end).off("error", leave).off("close", leave);
      how();
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      all.push(chunk);
      if (bytes <= most) return;
      request.pause();
      settle(() => reject(tooLarge(most)));
    };
    const end = () => settle(() => resolve(all.length === 1 && all[0] ? all[0] : Buffer.concat(all)));
    const leave = () => settle(() => reject(leftEarly()));
    request.on("data", take).on("end", end).on("error", leave).on("close", leave);
  });
}

/** The socket survives a refusal, so that the client can read why. */
async function* sent(request: IncomingMessage, most: number): AsyncGenerator<Buffer> {
  try {
    yield* counted(request.iterator({ destroyOnReturn: false }), most, "The body");
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw leftEarly();
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, most: number, what: string): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) throw tooLarge(most, what);
    yield chunk;
  }
}

async function collect(chunks: AsyncIterable<Buffer>, hold: Reading["hold"]): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) {
    await hold?.(chunk.length);
    all.push(chunk);
  }
  return all.length === 1 && all[0] ? all[0] : Buffer.concat(all);
}

const leftEarly = () => new AppError("BAD_REQUEST", "The client left before its request was complete.");

function tooLarge(most: number, what = "The body"): TooLargeError {
  return new TooLargeError(`${what} is larger than the limit of ${most} bytes.`);
}

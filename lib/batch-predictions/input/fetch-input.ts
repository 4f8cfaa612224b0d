import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { openArtifact } from "@/lib/artifacts";
import { objectPlace } from "@/lib/features";
import type { Ctx } from "@/lib/platform/context";
import { type AppError, ConflictError } from "@/lib/platform/errors";
import type { ObjectStore } from "@/lib/platform/storage";
import { uploadPrefix } from "../keys";
import type { FileSource } from "../schema";
import { LIMITS } from "../values";

/** Which object it was. */
export type Stamp = { key: string; etag: string; size_bytes: number };

/** The keys of the source's objects, in order. Throws for what the caller may not read. */
export async function keysOf(ctx: Ctx, source: FileSource): Promise<string[]> {
  if ("artifact_id" in source) return [(await openArtifact(ctx, { artifact_id: source.artifact_id })).key];
  if ("path" in source) {
    const { key, isPrefix } = objectPlace(source.path, ctx.storage.bucket, "/source/path");
    if (isPrefix) throw new ConflictError(`${source.path} is a folder. Name one file.`);
    return [key];
  }
  const { objects } = await ctx.storage.list(uploadPrefix(ctx.actor.id, source.upload));
  return objects.map(({ key }) => key);
}

/**
 * Puts the objects one behind the other into a file, and undoes gzip, which is told by its first bytes. Throws CONFLICT where
 * something is missing or too large, also where little turns out to be much.
 */
export async function fetchInput(
  storage: ObjectStore,
  keys: readonly string[],
  file: string,
  signal: AbortSignal,
): Promise<Stamp[]> {
  const stamps: Stamp[] = [];
  for (const key of keys) {
    const head = await storage.head(key);
    if (!head) throw missing(key);
    stamps.push({ key, etag: head.etag ?? "", size_bytes: head.sizeBytes });
  }
  const bytes = stamps.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  if (bytes === 0) throw new ConflictError("The file is empty, or was not uploaded. Upload it again.");
  if (bytes > LIMITS.inputBytes) throw tooLarge();
  const body = Readable.from(bodiesOf(storage, keys));
  const isGzip = await beginsWithGzip(storage, keys[0] ?? "");
  const counted = [limited(bytes), createWriteStream(file)] as const;
  try {
    if (isGzip) await pipeline(body, createGunzip(), ...counted, { signal });
    else await pipeline(body, ...counted, { signal });
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw new ConflictError(`The file is no whole gzip file: ${error.message}.`);
    throw error;
  }
  return stamps;
}

async function* bodiesOf(storage: ObjectStore, keys: readonly string[]): AsyncGenerator<Buffer> {
  for (const key of keys) {
    const found = await storage.get(key);
    if (!found) throw missing(key);
    for await (const chunk of found.body) yield Buffer.from(chunk);
  }
}

async function beginsWithGzip(storage: ObjectStore, key: string): Promise<boolean> {
  const found = await storage.get(key, "bytes=0-1");
  if (!found) return false;
  const parts: Buffer[] = [];
  for await (const part of found.body) parts.push(Buffer.from(part));
  return Buffer.concat(parts).equals(Buffer.from([0x1f, 0x8b]));
}

/** Small files may be repetitive; beyond some size more than so many times is no table but a trap. */
const FREE_BYTES = 64 * 1024 * 1024;

function limited(sentBytes: number): Transform {
  const most = Math.min(LIMITS.inputBytes, Math.max(FREE_BYTES, sentBytes * LIMITS.inflation));
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(tooLarge());
      else done(null, chunk);
    },
  });
}

function missing(key: string): AppError {
  return new ConflictError(`There is no object ${key}. It was removed, or never written.`);
}

function tooLarge(): ConflictError {
  return new ConflictError(
    `The file has more than ${LIMITS.inputBytes} bytes, or becomes more than ${LIMITS.inflation} times as large when it is unpacked. Divide it.`,
  );
}

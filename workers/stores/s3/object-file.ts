/**
 * One file for each object: its bytes, its metadata as JSON, the length of that JSON, and a mark. A rename makes the
 * object visible at once with its metadata; readers of the older version keep reading that.
 */
import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import * as z from "zod";

const MARK = Buffer.from("GWS3");
const TAIL_BYTES = 8;

const Meta = z.object({ etag: z.string(), headers: z.record(z.string(), z.string()) });
export type ObjectMeta = z.infer<typeof Meta>;
export type StoredFile = { meta: ObjectMeta; sizeBytes: number; modified: Date };
export type Written = { sizeBytes: number; md5: string };

/** Writes a temporary file and returns its name; removes it on any failure, also of the client. */
export async function writeObjectFile(
  options: { tempDir: string; durable: boolean; expectedBytes?: number | undefined },
  content: Readable,
  metaFor: (written: Written) => ObjectMeta,
  publish: (temp: string) => Promise<void>,
): Promise<Written> {
  const temp = join(options.tempDir, randomBytes(12).toString("hex"));
  const file = await open(temp, "w", 0o600);
  try {
    const written = await pour(file, content, { at: 0, expectedBytes: options.expectedBytes });
    await file.write(tailOf(metaFor(written)), 0, undefined, written.sizeBytes);
    if (options.durable) await file.datasync();
    await file.close();
    await publish(temp);
    return written;
  } catch (error) {
    await file.close().catch(() => {});
    await unlink(temp).catch(() => {});
    throw error;
  }
}

/** Writes a body into an open file from a place on. A body of another length than the expected one fails, and never writes beyond it. */
export async function pour(
  file: FileHandle,
  content: Readable,
  { at, expectedBytes }: { at: number; expectedBytes?: number | undefined },
): Promise<Written> {
  const hash = createHash("md5");
  let sizeBytes = 0;
  // Each chunk is written before the next is read, so memory stays at one chunk.
  for await (const chunk of content as AsyncIterable<Buffer>) {
    if (expectedBytes !== undefined && sizeBytes + chunk.length > expectedBytes)
      throw new Error(`The body has more than ${expectedBytes} bytes`);
    hash.update(chunk);
    await file.write(chunk, 0, chunk.length, at + sizeBytes);
    sizeBytes += chunk.length;
  }
  if (expectedBytes !== undefined && expectedBytes !== sizeBytes)
    throw new Error(`The body ended after ${sizeBytes} of ${expectedBytes} bytes`);
  return { sizeBytes, md5: hash.digest("hex") };
}

/** Makes an object file of one that has its bytes already: adds the metadata, then publishes it. */
export async function finishObjectFile(
  path: string,
  { sizeBytes, meta, durable }: { sizeBytes: number; meta: ObjectMeta; durable: boolean },
  publish: (path: string) => Promise<void>,
): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.truncate(sizeBytes);
    await file.write(tailOf(meta), 0, undefined, sizeBytes);
    if (durable) await file.datasync();
  } finally {
    await file.close();
  }
  await publish(path);
}

/** Null for a missing file. */
export async function openObjectFile(path: string): Promise<{ file: FileHandle; stored: StoredFile } | null> {
  const file = await open(path, "r").catch(nullIfMissing);
  if (!file) return null;
  try {
    const { size, mtime } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - TAIL_BYTES), TAIL_BYTES);
    if (size < TAIL_BYTES || !tail.subarray(4).equals(MARK)) throw new Error(`${path} is not an object file`);
    const metaBytes = tail.readUInt32BE(0);
    const sizeBytes = size - TAIL_BYTES - metaBytes;
    const meta = Meta.parse(JSON.parse(String(await readAt(file, sizeBytes, metaBytes))));
    return { file, stored: { meta, sizeBytes, modified: mtime } };
  } catch (error) {
    await file.close();
    throw error;
  }
}

export async function statObjectFile(path: string): Promise<StoredFile | null> {
  const opened = await openObjectFile(path);
  await opened?.file.close();
  return opened?.stored ?? null;
}

/** Streams bytes of an opened object, both ends included; closes the file at the end or when the reader stops. */
export function readObject(file: FileHandle, first: number, last: number): Readable {
  return file.createReadStream({ start: first, end: last, highWaterMark: 256 * 1024 });
}

export function nullIfMissing(error: unknown): null {
  if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
    return null;
  throw error;
}

function tailOf(meta: ObjectMeta): Buffer {
  const json = Buffer.from(JSON.stringify(meta));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([json, length, MARK]);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, position);
  return buffer;
}

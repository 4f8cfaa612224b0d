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
  const hash = createHash("md5");
  let sizeBytes = 0;
  const file = await open(temp, "w", 0o600);
  try {
    // Each chunk is written before the next is read, so memory stays at one chunk.
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      await file.write(chunk, 0, chunk.length, sizeBytes);
      sizeBytes += chunk.length;
    }
    if (options.expectedBytes !== undefined && options.expectedBytes !== sizeBytes) {
      throw new Error(`The body ended after ${sizeBytes} of ${options.expectedBytes} bytes`);
    }
    const written = { sizeBytes, md5: hash.digest("hex") };
    await file.write(tailOf(metaFor(written)), 0, undefined, sizeBytes);
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

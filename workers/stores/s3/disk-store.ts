/**
 * The object store behind s3rver's protocol. s3rver's own writes objects in place (an aborted upload destroys the old
 * version), replies before the bytes are written, lists in file system order (pages lose keys), and reads the whole
 * bucket synchronously for that.
 */
import { mkdir, readdir, rename, rm, rmdir, stat, unlink } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import S3Bucket from "s3rver/lib/models/bucket.js";
import S3Object from "s3rver/lib/models/object.js";
import { decodeAwsChunked } from "./aws-chunked";
import { pathOfKey } from "./key-path";
import {
  finishObjectFile,
  nullIfMissing,
  type ObjectMeta,
  openObjectFile,
  readObject,
  type StoredFile,
  statObjectFile,
  type Written,
  writeObjectFile,
} from "./object-file";
import { whileUnwritten } from "./parts-in-place";
import { ownToRequest } from "./request-files";
import { badRequest } from "./s3-error";
import { concatenated, type Part, Uploads } from "./uploads";
import { type Listed, type ListRequest, list } from "./walk";

type Metadata = Record<string, string>;
type ListOptions = { prefix?: string; delimiter?: string; startAfter?: string; maxKeys?: number };

type Page = { objects: { key: string; stored: StoredFile }[]; commonPrefixes: string[]; next: string | null };

/** The last character of all, so that prefix + this sorts after every key with the prefix. */
const AFTER_EVERY_KEY = "\u{10FFFF}";
const MOST_KEYS = 1000;
const PUBLISH_TRIES = 5;
/** Properties of a file that are not stored with it. */
const COMPUTED = new Set(["last-modified", "etag", "content-length"]);

export class DiskStore {
  constructor(
    private readonly root: string,
    private readonly durable: boolean,
  ) {}

  async listBuckets(): Promise<S3Bucket[]> {
    const names = await readdir(this.root);
    const buckets = await Promise.all(names.map((name) => this.getBucket(name)));
    return buckets.filter((bucket) => bucket !== null);
  }

  async getBucket(bucket: string): Promise<S3Bucket | null> {
    const found = await stat(this.objects(bucket)).catch(nullIfMissing);
    return found?.isDirectory() ? new S3Bucket(bucket, found.birthtime) : null;
  }

  async putBucket(bucket: string): Promise<S3Bucket | null> {
    await mkdir(this.objects(bucket), { recursive: true });
    await mkdir(this.temp(bucket), { recursive: true });
    return this.getBucket(bucket);
  }

  async deleteBucket(bucket: string): Promise<void> {
    await rm(join(this.root, bucket), { recursive: true, force: true });
  }

  /** Up to `maxKeys` objects and common prefixes after `startAfter`; `next` is the `startAfter` of the next page. */
  async listPage(bucket: string, { maxKeys, ...request }: ListRequest & { maxKeys: number }): Promise<Page> {
    const found: Listed[] = [];
    let isTruncated = false;
    for await (const one of list(this.objects(bucket), request)) {
      isTruncated = found.length >= maxKeys;
      if (isTruncated) break;
      found.push(one);
    }
    const objects = await Promise.all(
      found.flatMap((one) =>
        "key" in one ? [statObjectFile(one.path).then((stored) => ({ key: one.key, stored }))] : [],
      ),
    );
    const last = found.at(-1);
    const next = last && ("key" in last ? last.key : `${last.commonPrefix}${AFTER_EVERY_KEY}`);
    return {
      objects: objects.flatMap(({ key, stored }) => (stored ? [{ key, stored }] : [])),
      commonPrefixes: found.flatMap((one) => ("key" in one ? [] : [one.commonPrefix])),
      next: isTruncated ? (next ?? null) : null,
    };
  }

  /** For version 1 of the listing, where s3rver uses the last object's key as the marker of the next page. */
  async listObjects(bucket: string, options: ListOptions) {
    const { prefix = "", delimiter = "", startAfter = "", maxKeys = MOST_KEYS } = options;
    const page = await this.listPage(bucket, { prefix, delimiter, startAfter, maxKeys });
    const objects = page.objects.map(
      ({ key, stored }) => new S3Object(bucket, key, null, metadataOf(stored)),
    );
    return { objects, commonPrefixes: page.commonPrefixes, isTruncated: page.next !== null };
  }

  async statObject(bucket: string, key: string): Promise<StoredFile | null> {
    return statObjectFile(this.path(bucket, key));
  }

  async existsObject(bucket: string, key: string): Promise<boolean> {
    return (await this.statObject(bucket, key)) !== null;
  }

  async getObject(bucket: string, key: string, wanted: { start?: number; end?: number } = {}) {
    const opened = await openObjectFile(this.path(bucket, key));
    if (!opened) return null;
    const { file, stored } = opened;
    const asked = wanted.start !== undefined || wanted.end !== undefined;
    const last = stored.sizeBytes - 1;
    const range = { start: wanted.start ?? 0, end: Math.min(wanted.end ?? last, last) };
    if (stored.sizeBytes === 0 || range.end < range.start) {
      await file.close();
      const content = asked && range.start > 0 ? null : Readable.from([]);
      const object = new S3Object(bucket, key, content, metadataOf(stored));
      return content === null ? Object.assign(object, { range }) : object;
    }
    const content = readObject(file, range.start, range.end);
    ownToRequest(content);
    const object = new S3Object(bucket, key, content, metadataOf(stored));
    return asked ? Object.assign(object, { range }) : object;
  }

  async putObject(object: S3Object): Promise<{ size: number; md5: string }> {
    const { content } = object;
    const body = content instanceof Readable ? content : Readable.from(content ? [content] : []);
    const written = await this.write(
      object.bucket,
      this.path(object.bucket, object.key),
      unframed(body),
      ({ md5 }) => ({
        etag: md5,
        headers: keptOf(object.metadata),
      }),
      expectedBytes(body),
    );
    return { size: written.sizeBytes, md5: written.md5 };
  }

  async copyObject(
    fromBucket: string,
    fromKey: string,
    bucket: string,
    key: string,
    replacement: Metadata | null,
  ) {
    const opened = await openObjectFile(this.path(fromBucket, fromKey));
    if (!opened) throw new Error("The source of the copy disappeared");
    const { file, stored } = opened;
    const { etag, headers } = stored.meta;
    const content = stored.sizeBytes === 0 ? Readable.from([]) : readObject(file, 0, stored.sizeBytes - 1);
    if (stored.sizeBytes === 0) await file.close();
    const replaced = replacement && keptOf(new S3Object(bucket, key, null, replacement).metadata);
    await this.write(bucket, this.path(bucket, key), content, () => ({ etag, headers: replaced ?? headers }));
    const copied = await this.statObject(bucket, key);
    if (!copied) throw new Error("The copy disappeared");
    return metadataOf(copied);
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    const path = this.path(bucket, key);
    await unlink(path).catch(nullIfMissing);
    for (let folder = dirname(path); folder !== this.objects(bucket); folder = dirname(folder)) {
      const removed = await rmdir(folder).then(
        () => true,
        () => false,
      );
      if (!removed) return;
    }
  }

  async initiateUpload(bucket: string, key: string, id: string, headers: Metadata): Promise<void> {
    this.path(bucket, key);
    await this.uploads(bucket).begin(id, {
      key,
      headers: keptOf(new S3Object(bucket, key, null, headers).metadata),
    });
  }

  async putPart(bucket: string, id: string, number: string, content: Readable) {
    const uploads = this.uploads(bucket);
    await uploads.get(id);
    const describe = ({ md5 }: Written): ObjectMeta => ({ etag: md5, headers: {} });
    const body = { content: unframed(content), expectedBytes: expectedBytes(content) };
    const written = await uploads.put(id, Number(number), {
      ...body,
      durable: this.durable,
      write: (path) => this.write(bucket, path, body.content, describe, body.expectedBytes),
    });
    return { size: written.sizeBytes, md5: written.md5 };
  }

  async putObjectMultipart(bucket: string, id: string, parts: readonly Part[]) {
    const uploads = this.uploads(bucket);
    const { key, headers } = await uploads.get(id);
    const { pieces, whole, etag, sizeBytes } = await uploads.assemble(id, parts);
    const path = this.path(bucket, key);
    const meta: ObjectMeta = { etag, headers };
    const isFinished =
      whole !== null &&
      (await whileUnwritten(dirname(whole), () =>
        finishObjectFile(whole, { sizeBytes, meta, durable: this.durable }, (file) => publish(file, path)),
      ));
    if (!isFinished) await this.write(bucket, path, concatenated(pieces), () => meta, sizeBytes);
    await uploads.remove(id);
    return { size: sizeBytes, md5: etag };
  }

  async abortUpload(bucket: string, id: string): Promise<void> {
    await this.uploads(bucket).get(id);
    await this.uploads(bucket).remove(id);
  }

  /** Removes leftovers of a stopped server: incomplete bodies, old uploads. */
  async sweep(now: Date): Promise<void> {
    for (const bucket of await readdir(this.root)) {
      await rm(this.temp(bucket), { recursive: true, force: true });
      await mkdir(this.temp(bucket), { recursive: true });
    }
    await this.sweepUploads(now);
  }

  /** Uploads without a new part for long, also while the server runs. */
  async sweepUploads(now: Date): Promise<void> {
    for (const bucket of await readdir(this.root)) await this.uploads(bucket).sweep(now);
  }

  /** Bucket settings (CORS, websites, tags) are not offered. */
  async getSubresource(): Promise<null> {
    return null;
  }

  async putSubresource(): Promise<never> {
    throw badRequest("NotImplemented", "This store keeps objects only.");
  }

  async deleteSubresource(): Promise<void> {}

  private async write(
    bucket: string,
    path: string,
    content: Readable,
    describe: (written: Written) => ObjectMeta,
    expected?: number,
  ): Promise<Written> {
    const options = { tempDir: this.temp(bucket), durable: this.durable, expectedBytes: expected };
    return writeObjectFile(options, content, describe, (temp) => publish(temp, path));
  }

  private path(bucket: string, key: string): string {
    const path = pathOfKey(key);
    if (path === null)
      throw badRequest("KeyTooLongError", "A part of the key between slashes is longer than 254 bytes.");
    return join(this.objects(bucket), path);
  }

  private uploads(bucket: string): Uploads {
    return new Uploads(join(this.root, bucket, "uploads"));
  }

  private objects(bucket: string): string {
    return join(this.root, bucket, "objects");
  }

  private temp(bucket: string): string {
    return join(this.root, bucket, "temp");
  }
}

/** A parallel delete may remove the folder that was just created; then it is created again. */
async function publish(temp: string, path: string, triesLeft = PUBLISH_TRIES): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await rename(temp, path);
  } catch (error) {
    if (triesLeft === 0 || !(error instanceof Error && "code" in error && error.code === "ENOENT"))
      throw error;
    await publish(temp, path, triesLeft - 1);
  }
}

function metadataOf({ meta, sizeBytes, modified }: StoredFile): Metadata {
  return {
    ...meta.headers,
    etag: JSON.stringify(meta.etag),
    "last-modified": modified.toUTCString(),
    "content-length": String(sizeBytes),
  };
}

function keptOf(metadata: Metadata): Metadata {
  const kept = Object.entries(metadata).filter(([name]) => !COMPUTED.has(name));
  return Object.fromEntries(
    kept.flatMap(([name, value]) => {
      const text = name === "content-encoding" ? value.replace(/\s*aws-chunked\s*,?\s*/, "") : value;
      return text === "" ? [] : [[name, text]];
    }),
  );
}

function isFramed(body: Readable): boolean {
  return headerOf(body, "x-amz-content-sha256")?.startsWith("STREAMING-") ?? false;
}

function unframed(body: Readable): Readable {
  if (!isFramed(body)) return body;
  const decoder = decodeAwsChunked();
  // pipe() alone would leave the decoder waiting for ever after an aborted request.
  body
    .once("error", (error) => decoder.destroy(error))
    .once("aborted", () => decoder.destroy(new Error("The client left")));
  return body.pipe(decoder);
}

function expectedBytes(body: Readable): number | undefined {
  const length = headerOf(body, isFramed(body) ? "x-amz-decoded-content-length" : "content-length");
  return length === undefined ? undefined : Number(length);
}

/** The body is the request itself, except when the server copies or assembles. */
function headerOf(body: Readable, name: string): string | undefined {
  if (!("headers" in body)) return undefined;
  const value = (body as IncomingMessage).headers[name];
  return typeof value === "string" ? value : undefined;
}

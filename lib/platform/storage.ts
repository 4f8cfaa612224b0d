import { Readable } from "node:stream";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { AppError } from "./errors";
import { createS3Client } from "./storage/client";
import { createPartBuffers } from "./storage/part-buffers";
import { STORE_PATIENCE, unlessSilent, whileSending } from "./storage/patience";
import { putStream } from "./storage/put-stream";
import { createSignedUrls, type SignedUrls } from "./storage/signed-urls";
import { createUploads, type Uploads } from "./storage/uploads";

export type StoredObject = { key: string; sizeBytes: number; lastModified: Date; etag: string };
export type ObjectHead = {
  sizeBytes: number;
  contentType: string;
  etag: string | undefined;
  lastModified: Date | undefined;
};
/** `sizeBytes` is the size of `body`: with `contentRange`, of that part of the object. */
export type ObjectBody = ObjectHead & { body: Readable; contentRange: string | undefined };

/** The bucket. Only `putBytes` and `getBytes`, which are for small objects, hold a whole one in memory. */
export type ObjectStore = {
  readonly bucket: string;
  ensureBucket(): Promise<void>;
  putBytes(key: string, bytes: Uint8Array | string, contentType?: string): Promise<void>;
  /**
   * Uploads `body` in parts and returns the object's ETag. A body that fails (destroy it to abort) leaves neither
   * object nor upload, and its error is thrown.
   */
  putStream(key: string, body: Readable, contentType?: string): Promise<{ etag: string | undefined }>;
  /** Returns null for a missing object. `range` is an HTTP Range value; throws RANGE_NOT_SATISFIABLE beyond the end. */
  get(key: string, range?: string): Promise<ObjectBody | null>;
  getBytes(key: string): Promise<Buffer | null>;
  head(key: string): Promise<ObjectHead | null>;
  /** Lists keys in byte order, after `startAfter` or from `cursor`. */
  list(
    prefix: string,
    options?: { cursor?: string; startAfter?: string; limit?: number },
  ): Promise<{ objects: StoredObject[]; nextCursor: string | null }>;
  /** One level below a prefix that ends with a slash: objects there, and the beginnings of what lies deeper. */
  listFolder(
    prefix: string,
    options?: { cursor?: string; startAfter?: string; limit?: number },
  ): Promise<{ objects: StoredObject[]; folders: string[]; nextCursor: string | null }>;
  remove(key: string): Promise<void>;
  readonly uploads: Uploads;
  /** Null where clients do not reach the object store themselves. */
  readonly signedUrls: SignedUrls | null;
  close(): void;
};

export type StorageSettings = {
  S3_ENDPOINT: string;
  S3_REGION: string;
  S3_BUCKET: string;
  S3_ACCESS_KEY_ID: string;
  S3_SECRET_ACCESS_KEY: string;
  S3_FORCE_PATH_STYLE: boolean;
  S3_PUBLIC_ENDPOINT?: string | undefined;
};

/** A slow reader holds its connection. With the SDK's 50, a few slow downloads would stop every log. */
const MAX_CONNECTIONS = 512;

export function createStorage(settings: StorageSettings, patience = STORE_PATIENCE): ObjectStore {
  const bucket = settings.S3_BUCKET;
  const common: S3ClientConfig = {
    region: settings.S3_REGION,
    forcePathStyle: settings.S3_FORCE_PATH_STYLE,
    credentials: { accessKeyId: settings.S3_ACCESS_KEY_ID, secretAccessKey: settings.S3_SECRET_ACCESS_KEY },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  };
  const outside = settings.S3_PUBLIC_ENDPOINT;
  const signedUrls = outside ? createSignedUrls({ ...common, endpoint: outside }, bucket) : null;
  const client = createS3Client({
    ...common,
    endpoint: settings.S3_ENDPOINT,
    // Silence counts as a failure and is retried once.
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: patience.connectMs,
      requestTimeout: patience.answerMs,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: MAX_CONNECTIONS },
      httpsAgent: { maxSockets: MAX_CONNECTIONS },
    },
  });
  const buffers = createPartBuffers();
  const store: ObjectStore = {
    bucket,
    async ensureBucket() {
      try {
        await client.send(new HeadBucketCommand({ Bucket: bucket }));
      } catch {
        await client.send(new CreateBucketCommand({ Bucket: bucket })).catch((error: Error) => {
          if (!/BucketAlready/.test(error.name)) throw error;
        });
      }
    },
    async putBytes(key, bytes, contentType = "application/octet-stream") {
      const Body = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: contentType }),
        whileSending(patience, Body.length),
      );
    },
    async putStream(key, body, contentType = "application/octet-stream") {
      const target = { Bucket: bucket, Key: key, ContentType: contentType };
      return putStream(client, buffers, target, body, patience);
    },
    async get(key, range) {
      const found = await orNull(
        client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range })),
      );
      if (!found?.Body) return null;
      return {
        ...headOf(found),
        body: unlessSilent(nodeStream(found.Body), patience.silenceMs),
        contentRange: found.ContentRange,
      };
    },
    async getBytes(key) {
      const found = await store.get(key);
      if (!found) return null;
      const parts: Buffer[] = [];
      for await (const part of found.body) parts.push(Buffer.from(part));
      return Buffer.concat(parts);
    },
    async head(key) {
      const found = await orNull(client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
      return found && headOf(found);
    },
    async list(prefix, { cursor, startAfter, limit = 1000 } = {}) {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          MaxKeys: limit,
          ContinuationToken: cursor,
          StartAfter: startAfter,
        }),
      );
      return { objects: objectsOf(page), nextCursor: page.NextContinuationToken ?? null };
    },
    async listFolder(prefix, { cursor, startAfter, limit = 1000 } = {}) {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          Delimiter: "/",
          MaxKeys: limit,
          ContinuationToken: cursor,
          StartAfter: startAfter,
        }),
      );
      const folders = (page.CommonPrefixes ?? []).map((folder) => folder.Prefix ?? "");
      return { objects: objectsOf(page), folders, nextCursor: page.NextContinuationToken ?? null };
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    uploads: createUploads(client, bucket, patience),
    signedUrls,
    close() {
      signedUrls?.close();
      client.destroy();
    },
  };
  return store;
}

async function orNull<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/^(NoSuchKey|NotFound)$/.test(error.name)) return null;
    if (error.name === "InvalidRange") {
      throw new AppError("RANGE_NOT_SATISFIABLE", "The range begins behind the end of the object.");
    }
    throw error;
  }
}

function objectsOf(page: ListObjectsV2CommandOutput): StoredObject[] {
  return (page.Contents ?? []).map((o) => ({
    key: o.Key ?? "",
    sizeBytes: o.Size ?? 0,
    lastModified: o.LastModified ?? new Date(0),
    etag: o.ETag ?? "",
  }));
}

function headOf(found: {
  ContentLength?: number | undefined;
  ContentType?: string | undefined;
  ETag?: string | undefined;
  LastModified?: Date | undefined;
}): ObjectHead {
  return {
    sizeBytes: found.ContentLength ?? 0,
    contentType: found.ContentType ?? "application/octet-stream",
    etag: found.ETag,
    lastModified: found.LastModified,
  };
}

/** In Node the SDK's body is always a Readable; its type also covers browsers. */
function nodeStream(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new Error("The object store answered without a readable body");
}

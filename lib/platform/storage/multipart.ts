import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

import { type StorePatience, whileCompleting, whileSending } from "./patience";

export type Target = { Bucket: string; Key: string; ContentType: string };
export type Parts = {
  /** Sends the next part. Resolves when there is room for another; calls `done` when its bytes may be reused. */
  send(bytes: Uint8Array, done: () => void): Promise<void>;
  /** Waits for all parts, completes the object and returns its ETag. */
  complete(): Promise<string | undefined>;
  /** Waits for parts under way and aborts the upload. Never throws, so that the original error is reported. */
  abort(): Promise<void>;
};

/** One part is sent while the next is filled. More would only hold memory, because the client is slower. */
const PARTS_AT_ONCE = 2;

export async function beginParts(client: S3Client, target: Target, patience: StorePatience): Promise<Parts> {
  const { Bucket, Key } = target;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const sent: { PartNumber: number; ETag: string | undefined }[] = [];
  const underWay = new Set<Promise<void>>();
  let count = 0;
  let failure: { error: unknown } | undefined;

  async function store(PartNumber: number, Body: Uint8Array): Promise<void> {
    try {
      const part = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body });
      const { ETag } = await client.send(part, whileSending(patience, Body.length));
      sent.push({ PartNumber, ETag });
    } catch (error) {
      failure ??= { error };
    }
  }
  const failed = () => {
    if (failure) throw failure.error;
  };
  return {
    async send(bytes, done) {
      count += 1;
      const one: Promise<void> = store(count, bytes).finally(() => {
        underWay.delete(one);
        done();
      });
      underWay.add(one);
      if (underWay.size >= PARTS_AT_ONCE) await Promise.race(underWay);
      failed();
    },
    async complete() {
      await Promise.all(underWay);
      failed();
      const Parts = sent.sort((one, other) => one.PartNumber - other.PartNumber);
      const MultipartUpload = { Parts };
      const made = await client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
        whileCompleting(patience),
      );
      return made.ETag;
    },
    async abort() {
      await Promise.all(underWay);
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
    },
  };
}

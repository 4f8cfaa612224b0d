import type { Readable } from "node:stream";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { beginParts, type Parts, type Target } from "./multipart";
import type { PartBuffers } from "./part-buffers";
import { STORE_PATIENCE, type StorePatience, whileSending } from "./patience";

/**
 * Uploads a body of any length: in one request when it fits one part, else part by part. A body that fails leaves
 * neither object nor upload; an older object under the key stays.
 */
export async function putStream(
  client: S3Client,
  buffers: PartBuffers,
  target: Target,
  body: Readable,
  patience: StorePatience = STORE_PATIENCE,
): Promise<{ etag: string | undefined }> {
  let parts: Parts | undefined;
  let buffer: Buffer | undefined;
  let filled = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; ) {
        buffer ??= await buffers.take();
        const copied = chunk.copy(buffer, filled, at);
        at += copied;
        filled += copied;
        if (filled < buffer.length) continue;
        parts ??= await beginParts(client, target, patience);
        const full = buffer;
        buffer = undefined;
        filled = 0;
        await parts.send(full, () => buffers.give(full));
      }
    }
    if (!parts) {
      const Body = buffer?.subarray(0, filled) ?? Buffer.alloc(0);
      const put = new PutObjectCommand({ ...target, Body });
      return { etag: (await client.send(put, whileSending(patience, Body.length))).ETag };
    }
    if (buffer && filled > 0) await parts.send(buffer.subarray(0, filled), () => {});
    return { etag: await parts.complete() };
  } catch (error) {
    await parts?.abort();
    throw error;
  } finally {
    // Completed or aborted, so nothing reads the buffer any more.
    if (buffer) buffers.give(buffer);
  }
}

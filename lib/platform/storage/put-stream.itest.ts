import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { createS3Client } from "./client";
import { createPartBuffers } from "./part-buffers";
import { putStream } from "./put-stream";

const stores = testStores();
/** S3's smallest part. */
const PART = 5 * 1024 * 1024;
let client: S3Client;

beforeAll(() => {
  const { env } = stores;
  client = createS3Client({
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: env.S3_ACCESS_KEY_ID, secretAccessKey: env.S3_SECRET_ACCESS_KEY },
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
});
afterAll(() => client.destroy());

const put = (
  key: string,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  buffers = createPartBuffers(3, PART),
) =>
  putStream(
    client,
    buffers,
    { Bucket: stores.env.S3_BUCKET, Key: key, ContentType: "application/x-own" },
    Readable.from(chunks),
  );

describe("a body of any length and any chunks comes back as it was", () => {
  test.each([0, 1, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 7])("%i bytes", async (size) => {
    const body = randomBytes(size);
    const chunks = [body.subarray(0, 3), body.subarray(3, PART + 5), body.subarray(PART + 5)];
    const { etag } = await put(`b/${size}`, chunks);
    expect(await stores.storage.head(`b/${size}`)).toMatchObject({
      sizeBytes: size,
      contentType: "application/x-own",
      etag,
    });
    expect((await stores.storage.getBytes(`b/${size}`))?.equals(body)).toBe(true);
  });
});

test("many uploads share few buffers and all end", async () => {
  const buffers = createPartBuffers(2, PART);
  const body = randomBytes(2 * PART + 9);
  await Promise.all(Array.from({ length: 6 }, (_, at) => put(`many/${at}`, [body], buffers)));
  for (let at = 0; at < 6; at += 1) {
    expect((await stores.storage.getBytes(`many/${at}`))?.equals(body)).toBe(true);
  }
});

test.each([1, PART + 1, 3 * PART])(
  "a body that fails after %i bytes leaves what was there before",
  async (size) => {
    const buffers = createPartBuffers(1, PART);
    await stores.storage.putBytes("kept", "before");
    async function* failing() {
      yield randomBytes(size);
      throw new Error("the client left");
    }
    await expect(put("kept", failing(), buffers)).rejects.toThrow("the client left");
    expect(String(await stores.storage.getBytes("kept"))).toBe("before");
    // Its buffer is free again.
    await put("next", [Buffer.from("x")], buffers);
  },
);

test("a store that refuses is said, and the buffer is free again", async () => {
  const buffers = createPartBuffers(1, PART);
  const nowhere = { Bucket: "no-such-bucket", Key: "x", ContentType: "text/plain" };
  const body = () => Readable.from([randomBytes(2 * PART)]);
  await expect(putStream(client, buffers, nowhere, body())).rejects.toThrow();
  await put("next", [Buffer.from("x")], buffers);
});

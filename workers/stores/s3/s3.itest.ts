import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createS3Client } from "@/lib/platform/storage/client";
import { waitFor } from "@/lib/testing";

// The embedded object store for clients: the official SDK with its defaults, and requests that must be refused.
let client: S3Client;
const Bucket = `s3-${randomBytes(6).toString("hex")}`;

const clientWith = (secretAccessKey: string, accessKeyId = inject("stores").S3_ACCESS_KEY_ID) => {
  const stores = inject("stores");
  return createS3Client({
    endpoint: stores.S3_ENDPOINT,
    region: "us-east-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
  });
};

beforeAll(async () => {
  client = clientWith(inject("stores").S3_SECRET_ACCESS_KEY);
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => client.destroy());

const put = (Key: string, Body: string | Buffer) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
const get = async (Key: string, Range?: string) => {
  const found = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
  return (await found.Body?.transformToString()) ?? "";
};

async function listAll(Prefix: string, MaxKeys: number): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys, ContinuationToken }));
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ""));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return keys;
}

describe("objects", () => {
  test.each([
    "a",
    "a/b",
    "a/b/c.txt",
    "=eq",
    "per%cent%2E",
    "../../escape",
    "한글/이름 하나.txt",
    "plus+and&amp;",
  ])("%s is kept under exactly its key", async (name) => {
    const key = `keys/${name}`;
    await put(key, `body of ${name}`);
    expect(await get(key)).toBe(`body of ${name}`);
    expect(await listAll(key, 10)).toContain(key);
  });

  test("every kind of range is honoured", async () => {
    await put("range.txt", "0123456789");
    expect(await get("range.txt", "bytes=2-4")).toBe("234");
    expect(await get("range.txt", "bytes=7-")).toBe("789");
    expect(await get("range.txt", "bytes=-3")).toBe("789");
    await expect(get("range.txt", "bytes=20-")).rejects.toThrow("range");
  });

  test("content type and own metadata come back, also from a copy", async () => {
    const Metadata = { run: "run_1" };
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: "meta.json",
        Body: "{}",
        ContentType: "application/json",
        Metadata,
      }),
    );
    await client.send(new CopyObjectCommand({ Bucket, Key: "copy.json", CopySource: `${Bucket}/meta.json` }));
    for (const Key of ["meta.json", "copy.json"]) {
      const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head).toMatchObject({ ContentType: "application/json", Metadata, ContentLength: 2 });
    }
  });

  test("a streamed body with a trailing checksum arrives without its frames", async () => {
    const body = randomBytes(300_000);
    const Body = Readable.from([body.subarray(0, 100_000), body.subarray(100_000)]);
    await client.send(new PutObjectCommand({ Bucket, Key: "framed", Body, ContentLength: body.length }));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "framed" }));
    expect(head.ETag).toBe(`"${createHash("md5").update(body).digest("hex")}"`);
  });

  test("a client that leaves in the middle does not harm the version before", async () => {
    await put("keep.txt", "first version");
    const url = new URL(
      await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: "keep.txt" }), { expiresIn: 60 }),
    );
    const socket = connect(Number(url.port), url.hostname);
    socket.write(
      `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Length: 1000000\r\n\r\npartial`,
    );
    await new Promise((resolve) => socket.write("more", resolve));
    socket.destroy();
    expect(await get("keep.txt")).toBe("first version");
    await put("keep.txt", "second version");
    expect(await get("keep.txt")).toBe("second version");
  });
});

describe("listing", () => {
  test("goes by the bytes of the key, and pages lose nothing", async () => {
    const names = ["a", "a-", "a.b", "a/b", "a/b.c", "a/b/c", "a0", "ab", "b", "é", "😀"];
    await Promise.all(names.map((name) => put(`order/${name}`, "x")));
    const expected = names
      .map((name) => `order/${name}`)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await listAll("order/", 3)).toEqual(expected);
  });

  test("folds what lies below the delimiter, and an emptied folder is gone", async () => {
    await Promise.all(["fold/x", "fold/day=1/a", "fold/day=1/b", "fold/day=2/a"].map((key) => put(key, "x")));
    await client.send(new DeleteObjectCommand({ Bucket, Key: "fold/day=2/a" }));
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "fold/", Delimiter: "/" }));
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(["fold/x"]);
    expect(page.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["fold/day=1/"]);
    const one = { Bucket, Prefix: "fold/", Delimiter: "/", MaxKeys: 1 };
    const first = await client.send(new ListObjectsV2Command(one));
    const rest = await client.send(
      new ListObjectsV2Command({ ...one, ContinuationToken: first.NextContinuationToken }),
    );
    expect([first.CommonPrefixes?.length, rest.Contents?.length, rest.IsTruncated]).toEqual([1, 1, false]);
  });
});

describe("multipart uploads", () => {
  test("are assembled in order and tagged as S3 tags them", async () => {
    const body = randomBytes(12 * 1024 * 1024);
    const params = { Bucket, Key: "large.bin", Body: Readable.from([body]) };
    const done = await new Upload({ client, params, partSize: 5 * 1024 * 1024, queueSize: 3 }).done();
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    const found = await client.send(new GetObjectCommand({ Bucket, Key: "large.bin" }));
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  });

  // [which part is sent, its text]; the completed object has the last text of each part in order.
  test.each([
    [
      "in order",
      [
        [1, "aaaa"],
        [2, "bbbb"],
        [3, "c"],
      ],
    ],
    [
      "the last first, which is the shortest",
      [
        [3, "c"],
        [1, "aaaa"],
        [2, "bbbb"],
      ],
    ],
    [
      "a part again, with other bytes",
      [
        [1, "aaaa"],
        [2, "bbbb"],
        [2, "BBBB"],
        [3, "c"],
      ],
    ],
    [
      "a part again, shorter",
      [
        [1, "aaaa"],
        [2, "bbbb"],
        [1, "a"],
      ],
    ],
    [
      "a short part in the middle",
      [
        [1, "aaaa"],
        [2, "b"],
        [3, "cccc"],
      ],
    ],
    [
      "with a gap between the numbers",
      [
        [1, "aaaa"],
        [5, "bbbb"],
      ],
    ],
    [
      "a longer part later",
      [
        [1, "aa"],
        [2, "bbbbbb"],
        [3, "cc"],
      ],
    ],
    [
      "an empty last part",
      [
        [1, "aaaa"],
        [2, ""],
      ],
    ],
  ] as const)("sent %s make one object", async (name, sent) => {
    const Key = `parts of ${name}`;
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const last = new Map<number, { text: string; ETag: string | undefined }>();
    for (const [PartNumber, text] of sent) {
      const part = { Bucket, Key, UploadId, PartNumber, Body: text };
      const { ETag } = await client.send(new UploadPartCommand(part));
      last.set(PartNumber, { text, ETag });
    }
    const ordered = [...last].sort(([one], [other]) => one - other);
    const Parts = ordered.map(([PartNumber, { ETag }]) => ({ PartNumber, ETag }));
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect(await get(Key)).toBe(ordered.map(([, { text }]) => text).join(""));
  });

  test("can be aborted, and take no part afterwards", async () => {
    const Key = "aborted.bin";
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = { Bucket, Key, UploadId, PartNumber: 1, Body: "x" };
    await client.send(new UploadPartCommand(part));
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    await expect(client.send(new UploadPartCommand(part))).rejects.toMatchObject({ name: "NoSuchUpload" });
  });
});

describe("the door", () => {
  test("a presigned URL opens one object for a while", async () => {
    await put("shared.txt", "for you");
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "shared.txt" }), {
      expiresIn: 60,
    });
    expect(await (await fetch(url)).text()).toBe("for you");
    expect((await fetch(url.replace("shared.txt", "range.txt"))).status).toBe(403);
  });

  test("no signature, a wrong one and a known default key are refused", async () => {
    const unsigned = await fetch(`${inject("stores").S3_ENDPOINT}/${Bucket}/shared.txt`);
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain("<Code>AccessDenied</Code>");
    const list = new ListObjectsV2Command({ Bucket });
    await expect(clientWith("not the key").send(list)).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
    const known = clientWith("S3RVER", "S3RVER");
    await expect(known.send(list)).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
  });

  test("a key longer than the file system allows is named as such", async () => {
    await expect(put(`long/${"x".repeat(300)}`, "x")).rejects.toMatchObject({ name: "KeyTooLongError" });
    await waitFor("the store to answer afterwards", async () => (await get("range.txt")) === "0123456789");
  });
});

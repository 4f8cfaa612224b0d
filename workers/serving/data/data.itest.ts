import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { signedIn } from "@/lib/http/testing";
import { attemptToken } from "@/lib/platform/crypto";
import { uuidV7 } from "@/lib/platform/ids";
import { newApiToken } from "@/lib/team/api-token";
import { testStores, waitFor } from "@/lib/testing";
import { problemOf, runningTask, serve, testPlane } from "./testing";

const stores = testStores();
const LIMIT = 40 * 1024 * 1024;
const { plane, call, put, begin } = testPlane(stores, { maxUploadBytes: LIMIT });

/** A body without a length. */
function streamed(parts: readonly Buffer[]): RequestInit {
  const body = Readable.toWeb(Readable.from(parts)) as unknown as BodyInit;
  const init: RequestInit & { duplex: "half" } = { body, duplex: "half" };
  return init;
}

/** As the embedded store keeps them: a folder each, until they are finished or aborted. */
function multipartUploads(): number {
  const folders = readdirSync(".test").map((home) =>
    join(".test", home, "s3", stores.env.S3_BUCKET, "uploads"),
  );
  return folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder)).length;
}

describe("objects", () => {
  test("come back as they were stored, whole and in parts", async () => {
    const body = randomBytes(100_000);
    const stored = await put("/data/objects/a/b.bin", body, { "content-type": "application/x-own" });
    expect(stored.status).toBe(200);
    expect(await stored.json()).toMatchObject({
      key: "a/b.bin",
      size_bytes: body.length,
      sha256: createHash("sha256").update(body).digest("hex"),
    });
    const whole = await call("GET", "/data/objects/a/b.bin");
    expect(whole.headers.get("content-type")).toBe("application/x-own");
    expect(whole.headers.get("etag")).toBe(stored.headers.get("etag"));
    expect(Buffer.from(await whole.arrayBuffer()).equals(body)).toBe(true);

    const head = await call("HEAD", "/data/objects/a/b.bin");
    expect(head.headers.get("content-length")).toBe("100000");
    expect(await head.text()).toBe("");

    const part = await call("GET", "/data/objects/a/b.bin", { headers: { range: "bytes=10-19" } });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe("bytes 10-19/100000");
    expect(Buffer.from(await part.arrayBuffer()).equals(body.subarray(10, 20))).toBe(true);

    const beyond = await call("GET", "/data/objects/a/b.bin", { headers: { range: "bytes=100000-" } });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get("content-range")).toBe("bytes */100000");
    expect((await problemOf(beyond)).code).toBe("RANGE_NOT_SATISFIABLE");

    const same = await call("GET", "/data/objects/a/b.bin", {
      headers: { "if-none-match": whole.headers.get("etag") ?? "" },
    });
    expect(same.status).toBe(304);
  });

  test("of many parts are stored by a body without a length", async () => {
    const part = randomBytes(1024 * 1024);
    const parts = Array.from({ length: 21 }, () => part);
    const sha256 = createHash("sha256").update(Buffer.concat(parts)).digest("hex");
    const stored = await call("PUT", "/data/objects/large.bin", streamed(parts));
    expect(await stored.json()).toMatchObject({ size_bytes: 21 * 1024 * 1024, sha256 });
    const got = await (await call("GET", "/data/objects/large.bin")).arrayBuffer();
    expect(createHash("sha256").update(Buffer.from(got)).digest("hex")).toBe(sha256);
  });

  test("may be empty, are replaced whole and removed", async () => {
    expect((await put("/data/objects/e", "")).status).toBe(200);
    expect(await (await call("GET", "/data/objects/e")).text()).toBe("");
    await put("/data/objects/e", "second");
    expect(await (await call("GET", "/data/objects/e")).text()).toBe("second");
    expect((await call("DELETE", "/data/objects/e")).status).toBe(204);
    expect((await call("DELETE", "/data/objects/e")).status).toBe(204);
    expect((await problemOf(await call("GET", "/data/objects/e"))).code).toBe("NOT_FOUND");
    expect((await call("HEAD", "/data/objects/e")).status).toBe(404);
  });

  test("are listed in order, page by page, without what Gwanje keeps for itself", async () => {
    for (const key of ["code/1", "code/2", "logs/1", "artifacts/1"]) await stores.storage.putBytes(key, "x");
    const mine = ["bag", "codebook/a", "cod", "l/1 한글", "l/2", "logs.txt", "zz"];
    for (const key of mine) await put(`/data/objects/${encodeURIComponent(key)}`, "x");
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ limit: "2", ...(cursor && { cursor }) });
      const page: { objects: { key: string }[]; next_cursor: string | null } = await (
        await call("GET", `/data/objects?${query}`)
      ).json();
      expect(page.objects.length).toBeLessThanOrEqual(2);
      seen.push(...page.objects.map(({ key }) => key));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen.filter((key) => mine.includes(key))).toEqual([...mine].sort());
    expect(seen.filter((key) => /^(code|logs|artifacts)\//.test(key))).toEqual([]);
    const under = await (await call("GET", "/data/objects?prefix=l/")).json();
    expect(under.objects.map(({ key }: { key: string }) => key)).toEqual(["l/1 한글", "l/2"]);
    expect(under.objects[0]).toMatchObject({ size_bytes: 1, etag: expect.any(String) });
    expect((await problemOf(await call("GET", "/data/objects?prefix=logs/"))).code).toBe("FORBIDDEN");
    expect((await problemOf(await call("GET", "/data/objects?cursor=broken"))).code).toBe("INVALID");
  });

  test.each([
    ["/data/objects/code/x", 403],
    ["/data/objects/artifacts/x", 403],
    ["/data/objects/%2e%2e/x", 422],
    ["/data/objects/a/%2e%2e%2fcode/x", 422],
    ["/data/objects/a%00b", 422],
    ["/data/objects/a%0d%0ab", 422],
    [`/data/objects/${"k".repeat(300)}`, 422],
    ["/data/objects/%zz", 400],
  ])("PUT and GET %s are %i", async (path, status) => {
    for (const method of ["PUT", "GET", "DELETE"]) {
      const { request, status: answered } = begin(method, path);
      request.end(method === "PUT" ? "x" : undefined);
      expect(await answered).toBe(status);
    }
  });
});

describe("uploads that fail leave nothing", () => {
  const nothing = async (key: string) => {
    expect(await stores.storage.head(key)).toBeNull();
  };

  test("a client that goes away, with and without a length, in the middle of a multipart upload", async () => {
    for (const headers of [{ "content-length": LIMIT }, { "transfer-encoding": "chunked" }]) {
      const { request } = begin("PUT", "/data/objects/gone.bin", headers);
      request.write(randomBytes(20 * 1024 * 1024));
      await waitFor("the multipart upload", () => multipartUploads() === 1);
      request.destroy();
      await plane.served.transfers.idle();
      await nothing("gone.bin");
      expect(multipartUploads()).toBe(0);
    }
  });

  test("more bytes than the limit, announced or not", async () => {
    const announced = begin("PUT", "/data/objects/big.bin", { "content-length": LIMIT + 1 });
    announced.request.write("x");
    expect(await announced.status).toBe(413);
    announced.request.destroy();
    const parts = Array(41).fill(Buffer.alloc(1024 * 1024));
    const unannounced = await call("PUT", "/data/objects/big.bin", streamed(parts));
    expect(unannounced.status).toBe(413);
    expect((await problemOf(unannounced)).detail).toContain(String(LIMIT));
    await nothing("big.bin");
    expect(multipartUploads()).toBe(0);
  });

  test("an attempt that ends during its upload", async () => {
    const other = await runningTask(stores);
    const uploads = ["objects/late.bin", "artifacts/late.bin"].map((path) => {
      const upload = begin("PUT", `/data/${path}`, { ...other.headers, "content-length": 6 });
      upload.request.write("one");
      return upload;
    });
    await waitFor("both", async () => (await metric("gwanje_data_transfers_in_flight", "in")) === 2);
    await other.end();
    for (const { request } of uploads) request.end("two");
    expect(await Promise.all(uploads.map(({ status }) => status))).toEqual([409, 409]);
    await nothing("late.bin");
    expect(await stores.db.prisma.artifact.count({ where: { attemptId: other.attemptId } })).toBe(0);
    const left = await stores.storage.list(`artifacts/${other.runId}/`);
    expect(left.objects).toEqual([]);
  });
});

describe("who may", () => {
  async function apiToken(scopes: string[]) {
    const { userId } = await signedIn(stores, "admin");
    const { token, prefix, hash } = newApiToken("pat");
    const now = stores.clock.now();
    await stores.db.prisma.apiToken.create({
      data: {
        id: `tok_${hash.slice(0, 26)}`,
        kind: "pat",
        name: "data",
        prefix,
        tokenHash: hash,
        scopes,
        userId,
        createdBy: userId,
        createdAt: now,
        expiresAt: new Date(now.getTime() + 3_600_000),
      },
    });
    return `Bearer ${token}`;
  }
  const as = (authorization: string, method: string, path: string) =>
    fetch(`${plane.served.url}${path}`, {
      method,
      headers: { authorization },
      ...(method === "PUT" && { body: "x" }),
    }).then((response) => response.status);

  test("a task's token is worth something only while its attempt runs, and only whole", async () => {
    const other = await runningTask(stores);
    const auth = other.headers.authorization;
    expect(await as(auth, "PUT", "/data/objects/mine")).toBe(200);
    expect(await as(`${auth}x`, "GET", "/data/objects/mine")).toBe(401);
    expect(
      await as(`Bearer ${attemptToken("another-secret", other.attemptId)}`, "GET", "/data/objects/mine"),
    ).toBe(401);
    expect(await as(`Bearer ${attemptToken(stores.secret, uuidV7())}`, "GET", "/data/objects/mine")).toBe(
      401,
    );
    await other.end();
    expect(await as(auth, "GET", "/data/objects/mine")).toBe(401);
    expect(await as(auth, "PUT", "/data/objects/mine")).toBe(401);
    expect(await as(auth, "GET", "/data/artifacts/x")).toBe(401);
  });

  test("API tokens by their scopes; artifacts of an attempt are for tasks alone", async () => {
    const reads = await apiToken(["artifacts:read"]);
    const writes = await apiToken(["artifacts:read", "artifacts:write"]);
    const other = await apiToken(["runs:read"]);
    await put("/data/objects/t", "x");
    expect(await as(reads, "GET", "/data/objects/t")).toBe(200);
    expect(await as(reads, "GET", "/data/objects?prefix=t")).toBe(200);
    expect(await as(reads, "PUT", "/data/objects/t")).toBe(403);
    expect(await as(reads, "DELETE", "/data/objects/t")).toBe(403);
    expect(await as(writes, "PUT", "/data/objects/t")).toBe(200);
    expect(await as(writes, "PUT", "/data/objects/code/t")).toBe(403);
    expect(await as(other, "GET", "/data/objects/t")).toBe(403);
    expect(await as(writes, "PUT", "/data/artifacts/t")).toBe(401);
  });

  test("a cookie reads and never changes anything, whatever its origin", async () => {
    const { cookie } = await signedIn(stores, "admin");
    await put("/data/objects/c", "<script>alert(1)</script>", { "content-type": "text/html" });
    const headers = { cookie, "sec-fetch-site": "same-origin", origin: "http://localhost:3000" };
    const got = await fetch(`${plane.served.url}/data/objects/c`, { headers });
    expect(got.status).toBe(200);
    expect(got.headers.get("content-security-policy")).toContain("sandbox");
    expect(got.headers.get("content-disposition")).toBe("attachment");
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
    for (const method of ["PUT", "DELETE"])
      expect((await fetch(`${plane.served.url}/data/objects/c`, { method, headers })).status).toBe(401);
    expect((await fetch(`${plane.served.url}/data/objects/c`)).status).toBe(401);
  });
});

describe("every answer that is not 2xx is a problem", () => {
  test.each([
    ["GET", "/data", 404],
    ["GET", "/data/nothing", 404],
    ["POST", "/data/objects/x", 405],
    ["POST", "/data/objects", 405],
    ["DELETE", "/data/artifacts/x", 405],
    ["PUT", "/healthz", 405],
    ["GET", "/metrics", 401],
  ])("%s %s is %i", async (method, path, status) => {
    const response = await call(method, path);
    expect(response.status).toBe(status);
    await problemOf(response);
    if (status === 405) expect(response.headers.get("allow")).toMatch(/GET/);
  });

  test("a draining process finishes what it has and takes nothing new", async () => {
    let stopping = false;
    const own = await serve(stores, { draining: () => stopping });
    const upload = httpRequest(`${own.url}/data/objects/drain`, {
      method: "PUT",
      headers: { ...plane.task.headers, "content-length": 6 },
    });
    const answer = new Promise((resolve) =>
      upload.on("response", (response) => resolve(response.resume().statusCode)),
    );
    upload.write("one");
    await waitFor("the start", async () => (await metric("gwanje_data_transfers_in_flight", "in")) > 0);
    stopping = true;
    const idle = own.transfers.idle();
    expect((await fetch(`${own.url}/readyz`)).status).toBe(503);
    const refused = await fetch(`${own.url}/data/objects/other`, {
      method: "PUT",
      headers: plane.task.headers,
      body: "x",
    });
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("1");
    upload.end("two");
    expect(await answer).toBe(200);
    await idle;
    await own.close();
  });
});

async function metric(name: string, direction: string): Promise<number> {
  const response = await fetch(`${plane.served.url}/metrics`, {
    headers: { authorization: "Bearer metrics-token" },
  });
  const line = (await response.text())
    .split("\n")
    .find((text) => text.startsWith(`${name}{direction="${direction}"}`));
  return Number(line?.split(" ")[1] ?? Number.NaN);
}

test("bytes and transfers are counted, and nothing stays in flight", async () => {
  const before = await metric("gwanje_data_bytes_total", "out");
  await put("/data/objects/count", "12345");
  await (await call("GET", "/data/objects/count")).text();
  expect(await metric("gwanje_data_bytes_total", "out")).toBe(before + 5);
  await waitFor("the end", async () => (await metric("gwanje_data_transfers_in_flight", "out")) === 0);
  expect(await metric("gwanje_data_transfers_in_flight", "in")).toBe(0);
});

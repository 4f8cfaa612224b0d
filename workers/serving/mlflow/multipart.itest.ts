import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStorage, type ObjectStore } from "@/lib/platform/storage";
import { testStores } from "@/lib/testing";
import { runningTask, type Served, serve } from "../data/testing";
import { testMlflow } from "./testing";

const stores = testStores();
const { held, send, post } = testMlflow(stores);
const BASE = "/mlflow/api/2.0/mlflow-artifacts";
/** S3's smallest part. */
const PART = 5 * 1024 * 1024;
let root: string;
let runId: string;
const newRun = async (): Promise<string> =>
  (await post("/runs/create", { experiment_id: "0" })).body.run.info.run_id;
const mpu = (step: string, dir: string, body: object, init: RequestInit = {}) =>
  send("POST", `${BASE}/mpu/${step}/${dir}`, {
    ...init,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...init.headers },
  });
const create = async (path: string, num_parts: number, dir = root) =>
  (await mpu("create", dir, { path, num_parts })).body as {
    upload_id: string;
    credentials: { url: string; part_number: number }[];
  };
/** As clients do it: no token, the tag of the answer. */
async function putPart(url: string, body: Uint8Array<ArrayBuffer>) {
  const response = await fetch(url, { method: "PUT", body });
  return { status: response.status, etag: response.headers.get("etag") ?? "", text: await response.text() };
}
async function sendParts(credentials: { url: string; part_number: number }[], bodies: Buffer<ArrayBuffer>[]) {
  const parts = credentials.map(async ({ url, part_number }, at) => {
    const { status, etag } = await putPart(url, bodies[at] ?? Buffer.alloc(0));
    expect(status).toBe(200);
    return { part_number, etag, url };
  });
  return Promise.all(parts);
}
const read = (path: string) => send("GET", `${BASE}/artifacts/${root}/${path}`);
const keys = async () => (await stores.storage.list("")).objects.map(({ key }) => key);

beforeAll(async () => {
  runId = await newRun();
  root = `0/${runId}/artifacts`;
});

describe("an artifact in parts", () => {
  test("is there once it is complete, in the order of its parts, and again when that is asked again", async () => {
    const bodies = [randomBytes(PART), randomBytes(PART), randomBytes(17)];
    const { upload_id, credentials } = await create("/home/me/weights.bin", 3, `${root}/models`);
    expect(credentials.map(({ part_number }) => part_number)).toEqual([1, 2, 3]);
    const parts = await sendParts([...credentials].reverse(), [...bodies].reverse());
    expect((await read("models/weights.bin")).status).toBe(404);
    const said = { path: "/home/me/weights.bin", upload_id, parts };
    for (let again = 0; again < 2; again++)
      expect((await mpu("complete", `${root}/models`, said)).body).toEqual({});
    const got = await stores.storage.getBytes(`experiments/runs/${runId}/models/weights.bin`);
    expect(got?.equals(Buffer.concat(bodies))).toBe(true);
  });

  test.each([
    ["/home/me/a b.bin", "a b.bin"],
    ["C:\\Users\\me\\w.bin", "w.bin"],
    ["plain.bin", "plain.bin"],
    ["../../etc/passwd", "passwd"],
  ])("a client's own path %j is stored under its last name", async (path, name) => {
    const { upload_id, credentials } = await create(path, 1);
    const parts = await sendParts(credentials, [Buffer.from(name)]);
    expect((await mpu("complete", root, { path, upload_id, parts })).status).toBe(200);
    expect((await read(name)).text).toBe(name);
  });

  test("is gone when it is given up, as often as that is said", async () => {
    const { upload_id, credentials } = await create("gone.bin", 1);
    const parts = await sendParts(credentials, [Buffer.from("x")]);
    for (let again = 0; again < 2; again++)
      expect((await mpu("abort", root, { path: "gone.bin", upload_id })).body).toEqual({});
    expect((await putPart(credentials[0]?.url ?? "", Buffer.from("x"))).status).toBe(404);
    expect((await mpu("complete", root, { path: "gone.bin", upload_id, parts })).status).toBe(404);
    expect((await read("gone.bin")).status).toBe(404);
  });

  test("leaves what was there as it is until then", async () => {
    await send("PUT", `${BASE}/artifacts/${root}/kept.bin`, { body: "before" });
    const { credentials } = await create("kept.bin", 1);
    await sendParts(credentials, [Buffer.from("after")]);
    expect((await read("kept.bin")).text).toBe("before");
  });

  test("a part that is cut in the middle is no part", async () => {
    const { upload_id, credentials } = await create("cut.bin", 1);
    const request = httpRequest(credentials[0]?.url ?? "", {
      method: "PUT",
      headers: { "content-length": PART },
      agent: false,
    });
    const closed = new Promise((resolve) => request.on("close", resolve).on("error", () => {}));
    request.write(randomBytes(100_000));
    await expect.poll(() => request.socket?.bytesWritten ?? 0).toBeGreaterThan(100_000);
    request.destroy();
    await closed;
    await held.served.transfers.idle();
    const parts = [{ part_number: 1, etag: '"d41d8cd98f00b204e9800998ecf8427e"' }];
    const refused = await mpu("complete", root, { path: "cut.bin", upload_id, parts });
    expect([refused.status, refused.body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect((await read("cut.bin")).status).toBe(404);
  });

  test("a part without its length, parts that were not sent, and too many of them are refused", async () => {
    const { upload_id, credentials } = await create("few.bin", 1);
    const chunked = httpRequest(credentials[0]?.url ?? "", { method: "PUT", agent: false });
    chunked.write("x");
    chunked.end("y");
    const [response] = await once(chunked, "response");
    expect(response.statusCode).toBe(400);
    for (const parts of [
      [],
      [{ part_number: 1, etag: "" }],
      [{ part_number: 1, etag: '"x"' }],
      [{ part_number: 0, etag: '"x"' }],
      [{ part_number: 10_001, etag: '"x"' }],
    ])
      expect((await mpu("complete", root, { path: "few.bin", upload_id, parts })).status).toBe(400);
    for (const num_parts of [0, -1, 10_001, "many"])
      expect((await mpu("create", root, { path: "few.bin", num_parts })).status).toBe(400);
  });

  test("a deleted run takes none, not even a part whose address was given before", async () => {
    const other = await newRun();
    const dir = `0/${other}/artifacts`;
    const { upload_id, credentials } = await create("x", 1, dir);
    await post("/runs/delete", { run_id: other });
    expect((await mpu("create", dir, { path: "x", num_parts: 1 })).status).toBe(400);
    expect((await putPart(credentials[0]?.url ?? "", Buffer.from("x"))).status).toBe(400);
    expect(
      (await mpu("complete", dir, { path: "x", upload_id, parts: [{ part_number: 1, etag: "x" }] })).status,
    ).toBe(400);
    expect((await mpu("abort", dir, { path: "x", upload_id })).status).toBe(200);
  });

  test("no part and no whole is larger than the limit", async () => {
    const small = await serve(stores, { maxUploadBytes: 100 });
    const ask = (path: string, body: object) =>
      fetch(small.url + path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { authorization: `Bearer ${held.token}`, "content-type": "application/json" },
      });
    try {
      const made = await ask(`${BASE}/mpu/create/${root}`, { path: "large.bin", num_parts: 2 });
      const { upload_id, credentials } = await made.json();
      expect((await putPart(credentials[0].url, randomBytes(101))).status).toBe(413);
      const parts = await sendParts(credentials, [randomBytes(60), randomBytes(60)]);
      const said = { path: "large.bin", upload_id, parts };
      const whole = await ask(`${BASE}/mpu/complete/${root}`, said);
      expect([400, 413]).toContain(whole.status);
      expect((await read("large.bin")).status).toBe(404);
    } finally {
      await small.close();
    }
  });
});

describe("an upload is of one file", () => {
  test("its id completes, gives up and extends no other", async () => {
    const other = await newRun();
    const { upload_id, credentials } = await create("mine.bin", 1);
    const parts = await sendParts(credentials, [Buffer.from("x")]);
    for (const [dir, path] of [
      [`0/${other}/artifacts`, "mine.bin"],
      [root, "yours.bin"],
      [`${root}/sub`, "mine.bin"],
    ] as const) {
      expect((await mpu("complete", dir, { path, upload_id, parts })).status).toBe(404);
      expect((await mpu("abort", dir, { path, upload_id })).status).toBe(404);
    }
    for (const id of ["", "x", upload_id.split(".")[0], `${upload_id}x`, "../../x.y"])
      expect((await mpu("complete", root, { path: "mine.bin", upload_id: id, parts })).status).toBe(404);
    expect((await mpu("complete", root, { path: "mine.bin", upload_id, parts })).status).toBe(200);
  });
});

describe("a signed address", () => {
  const changed = (url: string, change: (url: URL) => void) => {
    const made = new URL(url);
    change(made);
    return String(made);
  };

  test("does what it was made for and nothing else", async () => {
    const { credentials } = await create("signed.bin", 2);
    const [first = { url: "" }] = credentials;
    const changes: ((url: URL) => void)[] = [
      (url) => url.searchParams.set("part_number", "2"),
      (url) => url.searchParams.set("upload_id", "other"),
      (url) => url.searchParams.set("max_bytes", "999999999999"),
      (url) => url.searchParams.set("expires", "99999999999"),
      (url) => url.searchParams.set("signature", "x"),
      (url) => url.searchParams.delete("signature"),
      (url) => {
        url.searchParams.delete("part_number");
        url.searchParams.delete("upload_id");
      },
      (url) => {
        url.pathname = url.pathname.replace("signed.bin", "other.bin");
      },
    ];
    for (const change of changes)
      expect((await putPart(changed(first.url, change), Buffer.from("x"))).status).toBe(403);
    expect((await fetch(first.url)).status).toBe(403);
    expect((await putPart(first.url, Buffer.from("x"))).status).toBe(200);
  });

  test("expires", async () => {
    await send("PUT", `${BASE}/artifacts/${root}/old.txt`, { body: "old" });
    const { url } = (await send("GET", `${BASE}/presigned/${root}/old.txt`)).body;
    expect((await fetch(url)).status).toBe(200);
    stores.clock.advance(901_000);
    expect((await fetch(url)).status).toBe(403);
    stores.clock.advance(-901_000);
  });

  test("reads a file whole and by ranges, as a download", async () => {
    const bytes = randomBytes(50_000);
    await send("PUT", `${BASE}/artifacts/${root}/d/ä b%25.bin`, { body: bytes });
    const { url, headers, file_size } = (
      await send("GET", `${BASE}/presigned/${root}/d/${encodeURIComponent("ä b%.bin")}`)
    ).body;
    expect([file_size, headers]).toEqual([50_000, {}]);
    const response = await fetch(url, { headers: { range: "bytes=100-199" } });
    expect(response.status).toBe(206);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
    expect(response.headers.get("content-disposition")).toContain("attachment");
    expect((await send("GET", `${BASE}/presigned/${root}/none`)).status).toBe(404);
    expect((await send("GET", `${BASE}/presigned/${root}/d`)).status).toBe(400);
  });

  test("stores one file of a run or a model", async () => {
    const model_id = (await post("/logged-models", { experiment_id: "0" })).body.model.info.model_id;
    for (const owner of [{ run_id: runId }, { model_id }]) {
      const { presigned_url } = (
        await post("/artifacts/presigned-upload-url", { ...owner, path: "one/file.txt" })
      ).body;
      expect((await putPart(presigned_url, Buffer.from("one"))).status).toBe(200);
    }
    expect((await read("one/file.txt")).text).toBe("one");
    expect((await send("GET", `${BASE}/artifacts/0/models/${model_id}/artifacts/one/file.txt`)).text).toBe(
      "one",
    );
    for (const body of [
      { run_id: runId, path: "x", expiration: 0 },
      { run_id: runId, path: "x", expiration: 3601 },
      { run_id: runId, path: "one" },
      { path: "x" },
    ])
      expect((await post("/artifacts/presigned-upload-url", body)).status).toBe(400);
  });
});

const OUT = [
  ...["..", "a/../../b", "%2e%2e", "..%2f..", "%252e%252e", "/etc", "%2fetc", "..%5c..", "C:%5cx", "a%00b"],
  ...["a%0d%0ab", "a%23b", "a//b", `${"x/".repeat(500)}x`],
];
describe("no path leads out of a run", () => {
  test.each(OUT)("%s is refused by every message", async (out) => {
    const before = await keys();
    const path = decodeURIComponent(out);
    for (const step of ["create", "complete", "abort"]) {
      const body = { path: "x", num_parts: 1, upload_id: "x.y", parts: [{ part_number: 1, etag: "x" }] };
      const { status, text } = await mpu(step, `${root}/${out}`, body);
      expect([step, [400, 404].includes(status)]).toEqual([step, true]);
      expect(text).not.toContain("credentials");
    }
    expect([400, 404]).toContain((await send("GET", `${BASE}/presigned/${root}/${out}`)).status);
    expect((await post("/artifacts/presigned-upload-url", { run_id: runId, path })).status).toBe(400);
    const unsigned = await putPart(`${held.served.url}${BASE}/signed/${root}/${out}`, Buffer.from("x"));
    expect([400, 403]).toContain(unsigned.status);
    expect(await keys()).toEqual(before);
  });

  test.each(["", ".", "..", "a/..", "a/", "a\0b", "a\nb", "a#b", "%2e%2e", "x".repeat(300)])(
    "nor does the name of the file: %j",
    async (path) => {
      expect((await mpu("create", root, { path, num_parts: 1 })).status).toBe(400);
    },
  );

  test("nor do other beginnings", async () => {
    for (const dir of [
      "",
      "0",
      `0/${runId}`,
      `0/${"0".repeat(32)}/artifacts`,
      "code",
      `x/${runId}/artifacts`,
    ])
      expect([400, 404, 405]).toContain((await mpu("create", dir, { path: "x", num_parts: 1 })).status);
    expect(
      (await post("/artifacts/presigned-upload-url", { run_id: `${runId}/artifacts/..`, path: "x" })).status,
    ).toBe(400);
  });
});

describe("where clients reach the object store", () => {
  let direct: Served;
  let storage: ObjectStore;
  beforeAll(async () => {
    storage = createStorage({ ...stores.env, S3_PUBLIC_ENDPOINT: stores.env.S3_ENDPOINT });
    direct = await serve({ ...stores, storage });
  });
  afterAll(async () => {
    await direct?.close();
    storage?.close();
  });
  const ask = async (method: string, path: string, body?: object, headers?: Record<string, string>) => {
    const response = await fetch(direct.url + path, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
      headers: { authorization: `Bearer ${held.token}`, "content-type": "application/json", ...headers },
    });
    return response.json();
  };
  const isDirect = (url: string) => url.startsWith(`${stores.env.S3_ENDPOINT}/`);

  test("parts and files go there and come from there; what the server says of itself is true", async () => {
    const body = { path: "direct.bin", num_parts: 2 };
    const { upload_id, credentials } = await ask("POST", `${BASE}/mpu/create/${root}`, body);
    const bodies = [randomBytes(PART), Buffer.from("end")];
    const urls: string[] = credentials.map(({ url }: { url: string }) => url);
    expect(urls.every(isDirect)).toBe(true);
    const parts = await sendParts(credentials, bodies);
    await ask("POST", `${BASE}/mpu/complete/${root}`, { ...body, upload_id, parts });
    const { url, file_size } = await ask("GET", `${BASE}/presigned/${root}/direct.bin`);
    expect([isDirect(url), file_size]).toEqual([true, PART + 3]);
    const response = await fetch(url, { headers: { range: `bytes=${PART}-` } });
    expect([response.status, await response.text()]).toEqual([206, "end"]);
    expect(response.headers.get("content-disposition")).toBe("attachment");
    const one = await ask("POST", "/mlflow/api/2.0/mlflow/artifacts/presigned-upload-url", {
      run_id: runId,
      path: "direct.txt",
    });
    expect(isDirect(one.presigned_url)).toBe(true);
    expect((await putPart(one.presigned_url, Buffer.from("text"))).status).toBe(200);
    expect((await read("direct.txt")).text).toBe("text");
    const info = "/mlflow/api/3.0/mlflow/server-info";
    expect(await ask("GET", info)).toMatchObject({
      multipart_uploads_enabled: true,
      multipart_downloads_enabled: true,
    });
    expect((await send("GET", info)).body).toMatchObject({
      multipart_uploads_enabled: true,
      multipart_downloads_enabled: false,
    });
  });

  test("a task's parts come through the server all the same", async () => {
    const { headers } = await runningTask(stores);
    const body = { path: "task.bin", num_parts: 1 };
    const { credentials } = await ask("POST", `${BASE}/mpu/create/${root}`, body, headers);
    expect(credentials[0].url.startsWith(`${direct.url}/mlflow/`)).toBe(true);
    expect((await putPart(credentials[0].url, Buffer.from("x"))).status).toBe(200);
  });
});

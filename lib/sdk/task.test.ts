import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { artifacts, DataPlaneError, fail, input, objects, result, skip } from "./task";
import { readEnvironment } from "./task/environment";

type Seen = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };
const seen: Seen[] = [];
let answers: { status: number; body?: string }[] = [];
let server: Server;
let dir: string;

const before = { ...process.env };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "gwanje-sdk-"));
  server = createServer(async (req, res) => {
    let body = "";
    for await (const part of req) body += part;
    seen.push({ method: req.method ?? "", url: req.url ?? "", headers: req.headers, body });
    const answer = answers.shift() ?? { status: 200 };
    res.writeHead(answer.status).end(answer.body ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  Object.assign(process.env, {
    GWANJE_RUN_ID: "run_1",
    GWANJE_DAG_ID: "flights",
    GWANJE_TASK_ID: "ingest",
    GWANJE_ATTEMPT_ID: "a-1",
    GWANJE_TRY_NUMBER: "1",
    GWANJE_BUCKET: "gwanje",
    GWANJE_URL: `http://127.0.0.1:${port}/`,
    GWANJE_TOKEN: "secret",
    GWANJE_INPUT_FILE: join(dir, "input.json"),
    GWANJE_RESULT_FILE: join(dir, "result.json"),
    TRACEPARENT: "00-1-2-01",
  });
});

beforeEach(() => {
  seen.length = 0;
  answers = [];
});

afterAll(async () => {
  process.env = before;
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

describe("objects", () => {
  it("puts and gets with the token, the trace and an escaped key", async () => {
    await objects.put("raw/flights/date=2001-01-01.json", "{}");
    answers = [{ status: 200, body: "{}" }];
    expect((await objects.get("raw/a b.json")).toString()).toBe("{}");
    expect(seen.map((one) => [one.method, one.url, one.body])).toEqual([
      ["PUT", "/data/objects/raw/flights/date%3D2001-01-01.json", "{}"],
      ["GET", "/data/objects/raw/a%20b.json", ""],
    ]);
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer secret",
      traceparent: "00-1-2-01",
      "content-type": "application/json",
      "content-length": "2",
    });
  });

  it("streams a file up with its length, and down again", async () => {
    const file = join(dir, "up.bin");
    await writeFile(file, "x".repeat(200_000));
    await objects.upload(file, "raw/up.bin");
    expect(seen[0]?.headers["content-length"]).toBe("200000");
    expect(seen[0]?.body).toHaveLength(200_000);
    answers = [{ status: 200, body: "down" }];
    await objects.download("raw/up.bin", join(dir, "down.bin"));
    expect(await readFile(join(dir, "down.bin"), "utf8")).toBe("down");
  });

  it("lists every page", async () => {
    const page = (key: string, next_cursor: string | null) => ({
      status: 200,
      body: JSON.stringify({ objects: [{ key, size_bytes: 1, last_modified: "", etag: "" }], next_cursor }),
    });
    answers = [page("raw/a", "c1"), page("raw/b", null)];
    const keys: string[] = [];
    for await (const { key } of objects.list("raw/")) keys.push(key);
    expect(keys).toEqual(["raw/a", "raw/b"]);
    expect(seen.map((one) => one.url)).toEqual([
      "/data/objects?prefix=raw%2F",
      "/data/objects?prefix=raw%2F&cursor=c1",
    ]);
  });

  it("tries again, with the whole file, when the server is draining", async () => {
    const file = join(dir, "again.txt");
    await writeFile(file, "whole");
    answers = [{ status: 503 }, { status: 200 }];
    await objects.upload(file, "raw/again.txt");
    expect(seen.map((one) => one.body)).toEqual(["whole", "whole"]);
  });

  it("gives the problem's code and text, without another try", async () => {
    answers = [
      { status: 403, body: JSON.stringify({ code: "reserved_prefix", detail: "logs/ is reserved" }) },
    ];
    const error = await objects.put("logs/x", "").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataPlaneError);
    expect(error).toMatchObject({
      status: 403,
      code: "reserved_prefix",
      message: "PUT /data/objects/logs/x answered 403: logs/ is reserved",
    });
    expect(seen).toHaveLength(1);
  });

  it("knows what is not there", async () => {
    answers = [{ status: 404 }, { status: 200 }];
    expect(await objects.exists("raw/none")).toBe(false);
    expect(await objects.exists("raw/some")).toBe(true);
    expect(objects.url("raw/some")).toBe("s3://gwanje/raw/some");
  });
});

it("stores an artifact with its type", async () => {
  await artifacts.put("report.html", "<p>");
  expect(seen[0]?.url).toBe("/data/artifacts/report.html");
  expect(seen[0]?.headers["content-type"]).toBe("text/html; charset=utf-8");
});

it("reads the input file and writes the result file", async () => {
  await writeFile(join(dir, "input.json"), JSON.stringify({ inputs: { ingest: { rows: 3 } } }));
  expect(await input()).toEqual({ params: {}, inputs: { ingest: { rows: 3 } }, run: {}, task: {} });
  await result({ ok: true });
  expect(await readFile(join(dir, "result.json"), "utf8")).toBe('{"ok":true}');
});

it.each([
  [{ loss: Number.NaN }, /NaN at "loss"/],
  [[1, { best: Number.NEGATIVE_INFINITY }], /-Infinity at "best"/],
  [Number.POSITIVE_INFINITY, /Infinity, which JSON cannot hold/],
  [{ id: Number("1909198862420847982") }, /too large to be exact: give it as text/],
])("refuses a number that JSON would change, anywhere in %j", async (value, why) => {
  await expect(result(value)).rejects.toThrow(why);
});

it("refuses a result over 1 MiB and says what to do", async () => {
  await expect(result("x".repeat(1024 * 1024))).rejects.toThrow(/store it as an object/);
});

it("outside a task, says so", () => {
  expect(() => readEnvironment({})).toThrow(
    "GWANJE_RUN_ID is not set: this code runs as a task of a pipeline, not by itself.",
  );
});

it.each([
  ["skip", () => skip("nothing new"), 99, "Skipped: nothing new"],
  ["fail", () => fail("no answer"), 1, "Failed: no answer"],
  ["fail for good", () => fail("no such day", { retry: false }), 98, "Failed: no such day"],
])("%s ends the process and says why", (_name, end, code, line) => {
  const said: string[] = [];
  const keep = (text: string) => void said.push(text);
  const spies = [
    vi.spyOn(console, "log").mockImplementation(keep),
    vi.spyOn(console, "error").mockImplementation(keep),
    vi.spyOn(process, "exit").mockImplementation((given) => {
      throw new Error(`ended with ${given}`);
    }),
  ];
  expect(end).toThrow(`ended with ${code}`);
  for (const spy of spies) spy.mockRestore();
  expect(said).toEqual([line]);
});

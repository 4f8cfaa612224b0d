import { request as httpRequest } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { stubEnv, testStores } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";
import { logRooms } from "./limits";
import { logProtocols } from "./protocols";
import { createReceiver } from "./receive";

const stores = testStores();
const MIB = 1024 * 1024;
const disk = { isFull: false };
const floor = async () => {
  if (disk.isFull) throw new AppError("UNAVAILABLE", "The disk is nearly full.", { retryAfterSeconds: 30 });
};
let served: Served;
let token = "";
beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores, { protocols: logProtocols(createReceiver(logRooms(), { floor })) });
  token = await tokenOf(stores, ["logs:write"]);
});
afterAll(() => served?.close());

const headers = () => ({ authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" });
const lines = async (...documents: unknown[]) => {
  const body = documents.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n");
  const response = await fetch(`${served.url}/ingest/logs/`, { method: "POST", headers: headers(), body });
  return { status: response.status, retryAfter: response.headers.get("retry-after") };
};
type Row = { at: string; message: string; attrs: Record<string, unknown> };
const stored = (service: string) =>
  poolSql(stores.db.pool).rows<Row>(
    "SELECT to_char(ts AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS at, message, attrs FROM log_record WHERE service = $1 ORDER BY id",
    [service],
  );
const stillServes = async (service: string) => {
  expect((await lines({ service, msg: "after it" })).status).toBe(200);
  expect(await stored(service)).toMatchObject([{ message: "after it" }]);
};

describe("a line of a gigabyte", () => {
  it("is refused by its length before any of it is read", async () => {
    const more = { ...headers(), "content-length": String(1024 * MIB) };
    const request = httpRequest(`${served.url}/ingest/logs/`, { method: "POST", headers: more });
    const status = new Promise((resolve) =>
      request.on("response", (one) => resolve(one.resume().statusCode)),
    );
    request.on("error", () => {});
    request.write("x");
    expect(await status).toBe(413);
    request.destroy();
    await stillServes("after a length");
  });

  it("that does not say how long it is is refused where it is too long", async () => {
    const request = httpRequest(`${served.url}/ingest/logs/`, { method: "POST", headers: headers() });
    let isOver = false;
    const status = new Promise((resolve) =>
      request.on("response", (one) => {
        isOver = true;
        resolve(one.resume().statusCode);
      }),
    );
    request.on("error", () => {
      isOver = true;
    });
    const part = Buffer.alloc(MIB, "x");
    for (let sent = 0; sent < 1024 && !isOver; sent += 1)
      await new Promise<void>((resolve) => request.write(part, () => resolve()));
    expect(await status).toBe(413);
    request.destroy();
    await stillServes("after a line");
  });
});

test("a bomb of gzip, also one of many parts, is refused at the limit", async () => {
  const part = gzipSync(Buffer.alloc(8 * MIB));
  // 8 GB in 8 MB.
  const body = Buffer.concat(Array.from({ length: 1_000 }, () => part));
  const response = await fetch(`${served.url}/ingest/es/_bulk`, {
    method: "POST",
    headers: { ...headers(), "content-encoding": "gzip" },
    body: new Uint8Array(body),
  });
  expect(response.status).toBe(413);
  await stillServes("after a bomb");
});

test.each([
  ["lines", "/logs/", "{}\n"],
  ["blank documents in bulk", "/es/_bulk", '{"index":{}}\n{}\n'],
  ["records of OpenTelemetry", "/otlp/v1/logs", ""],
  ["lines of Loki", "/loki/loki/api/v1/push", ""],
])("hundreds of thousands of %s at once are refused before records are made", async (_, path, one) => {
  const many = 300_000;
  const [otlp, loki] = ["{},".repeat(many), '["1",""],'.repeat(many)];
  const bodies: Record<string, string> = {
    "/otlp/v1/logs": `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${otlp.slice(0, -1)}]}]}]}`,
    "/loki/loki/api/v1/push": `{"streams":[{"stream":{},"values":[${loki.slice(0, -1)}]}]}`,
  };
  const body = bodies[path] ?? one.repeat(many);
  const response = await fetch(`${served.url}/ingest${path}`, { method: "POST", headers: headers(), body });
  expect(response.status).toBe(413);
});

describe("a body of millions of tiny values", () => {
  const empty = "{},".repeat(2_000_001).slice(0, -1);
  const deep = "[".repeat(2_000_001);
  test.each([
    ["in a document of Elasticsearch", "/es/app/_doc", `{"a":[${empty}]}`],
    ["in lines of Loki", "/loki/loki/api/v1/push", `{"streams":[${empty}]}`],
    ["in records of OpenTelemetry", "/otlp/v1/logs", `{"resourceLogs":[${empty}]}`],
    // It does not end, which a parser would say after it had made all of it.
    ["one in another", "/otlp/v1/logs", `{"resourceLogs":${deep}`],
  ])("%s is refused before any of them is made", async (_, path, body) => {
    const type = { ...headers(), "content-type": "application/json" };
    const response = await fetch(`${served.url}/ingest${path}`, { method: "POST", headers: type, body });
    expect([response.status, await response.text()]).toEqual([413, expect.stringContaining("2000000 parts")]);
  });

  it("on a line is a text, and in a bulk fails alone", async () => {
    const long = `{"service":"tiny","msg":"x","a":[${"1,".repeat(100_000)}1]}`;
    expect((await lines(long, { service: "tiny", msg: "beside it" })).status).toBe(200);
    expect(await stored("tiny")).toMatchObject([{ message: "beside it" }]);
    const [text] = await poolSql(stores.db.pool).rows<{ length: number }>(
      "SELECT length(message) AS length FROM log_record WHERE service = '' AND message LIKE '{\"service\":\"tiny\"%'",
    );
    expect(text?.length).toBe(long.length);
    const body = `{"create":{}}\n${long}\n{"create":{}}\n{"service":"tiny bulk","msg":"x"}\n`;
    const bulk = await fetch(`${served.url}/ingest/es/_bulk`, { method: "POST", headers: headers(), body });
    const { items } = (await bulk.json()) as { items: { create: { status: number } }[] };
    expect(items.map(({ create }) => create.status)).toEqual([400, 201]);
  });
});

test("whatever a record holds, it and its neighbours are stored", async () => {
  const service = "neighbours";
  const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`f${n}`, n]));
  const html = '<img src=x onerror="alert(1)">';
  const sent = [
    { service, msg: "many fields", ...fields },
    { service, msg: "a number", status: 200 },
    { service, msg: "a text", status: "two hundred" },
    { service, msg: "a list", status: [1, "a", null] },
    { service, msg: "an object", status: { code: 1 } },
    { service, msg: "1970", time: 0 },
    { service, msg: "the future", time: "2999-01-01T00:00:00Z" },
    { service, msg: "no time", time: "yesterday" },
    { service, msg: "nul \u0000 bell \u0007 clear \u001b[2J half \ud800 end" },
    { service, msg: html, html },
    { service, msg: "huge", n: 1e300, big: "1".repeat(30) },
    `{"service":"${service}","msg":"digits","n":${"9".repeat(30)},"__proto__":{"x":1}}`,
    { service, msg: "last" },
  ];
  expect((await lines(...sent)).status).toBe(200);
  const rows = await stored(service);
  expect(rows).toHaveLength(sent.length);
  const of = (message: string) => rows.find((row) => row.message === message);
  expect(Object.keys(of("many fields")?.attrs ?? {})).toHaveLength(201);
  expect(of("many fields")?.attrs["gwanje.dropped_attributes"]).toBe(9_800);
  expect(["a number", "a text", "an object"].map((one) => of(one)?.attrs)).toEqual([
    { status: 200 },
    { status: "two hundred" },
    { "status.code": 1 },
  ]);
  const today = stores.clock.now().toISOString().slice(0, 10);
  expect(["1970", "the future", "no time"].map((one) => of(one)?.at)).toEqual([today, today, today]);
  expect(of("1970")?.attrs["gwanje.sent_time"]).toBe("0");
  expect(rows[8]?.message).toBe("nul  bell  clear \u001b[2J half \ufffd end");
  // It is data here; pages show it as text.
  expect(of(html)?.attrs).toEqual({ html });
  expect(of("digits")?.attrs).toMatchObject({ n: "9".repeat(30) });
  expect(of("last")).toBeDefined();
});

test("while the disk is nearly full nothing is taken, and it is said when to come again", async () => {
  disk.isFull = true;
  expect(await lines({ service: "full", msg: "x" })).toEqual({ status: 503, retryAfter: "30" });
  disk.isFull = false;
  expect((await lines({ service: "full", msg: "x" })).status).toBe(200);
  expect(await stored("full")).toHaveLength(1);
});

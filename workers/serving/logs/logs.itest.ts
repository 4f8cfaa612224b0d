import { deflateSync, gzipSync } from "node:zlib";
import { compress } from "snappyjs";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { stubEnv, testStores } from "@/lib/testing";
import { runningTask, type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";
import { message } from "./testing";

const stores = testStores();
let served: Served;
let token = "";
beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["logs:write"]);
});
afterAll(() => served?.close());

async function send(path: string, body: string | Buffer, init: RequestInit & { type?: string } = {}) {
  const { type = "application/json", ...rest } = init;
  const response = await fetch(served.url + path, {
    method: "POST",
    ...rest,
    headers: { authorization: `Bearer ${token}`, "content-type": type, ...rest.headers },
    ...(rest.method === "GET" || rest.method === "HEAD"
      ? {}
      : { body: typeof body === "string" ? body : new Uint8Array(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const stored = (service: string) =>
  poolSql(stores.db.pool).rows<Record<string, unknown>>(
    "SELECT message, level, host, trace_id, attrs FROM log_record WHERE service = $1 ORDER BY id",
    [service],
  );

describe("Elasticsearch's bulk request", () => {
  const bulk = [
    '{"index":{"_index":"app","_type":"events"}}',
    '{"message":"one","service":"es","level":"error"}',
    "",
    '{"create":{"_id":"7","pipeline":null},"attempts":0}\r',
    '{"message":"two","service":{"name":"es"},"n":9007199254740993}\r',
    '{"delete":{"_index":"app","_id":"1"}}',
    '{"index":{}}',
    "[1]",
    '{"update":{"_id":"1"}}',
    '{"doc":{}}',
    '{"index":{}}',
    '{"message":"three","service":"es"}',
  ].join("\n");

  it.each(["POST", "PUT"])("by %s has an item for each action, in order", async (method) => {
    const { status, headers, text } = await send(`/ingest/es/_bulk?x=${method}`, bulk, {
      method,
      type: "application/vnd.elasticsearch+x-ndjson; compatible-with=9",
    });
    expect(status).toBe(200);
    expect(headers.get("x-elastic-product")).toBe("Elasticsearch");
    expect(text).toMatch(/^\{"took":0,"errors":true,"items":\[/);
    expect(JSON.parse(text).items.map((item: object) => Object.entries(item)[0])).toMatchObject([
      ["index", { _index: "app", status: 201 }],
      ["create", { _id: "7", status: 201 }],
      ["delete", { status: 400 }],
      ["index", { status: 400 }],
      ["update", { status: 400 }],
      ["index", { status: 201 }],
    ]);
    // The second of the two sends the same bytes: a replay.
    expect(await stored("es")).toMatchObject([
      { message: "one", level: 50, attrs: { index: "app" } },
      { message: "two", attrs: { n: "9007199254740993" } },
      { message: "three" },
    ]);
  });

  it("is read from gzip, into the index of the address, with basic authentication", async () => {
    const body = gzipSync('{"create":{}}\n{"message":"zipped","service":"gz"}\n');
    const basic = `Basic ${Buffer.from(`anybody:${token}`).toString("base64")}`;
    const { status } = await send("/ingest/es/web/_bulk", body, {
      headers: { "content-encoding": "gzip", authorization: basic },
    });
    expect(status).toBe(200);
    expect(await stored("gz")).toMatchObject([{ message: "zipped", attrs: { index: "web" } }]);
  });

  it("that may not come in is answered in text, which makes rsyslog send it again", async () => {
    const { status, headers, text } = await send("/ingest/es/_bulk", "x", {
      headers: { authorization: "Bearer no" },
    });
    expect([status, headers.get("content-type")]).toEqual([401, "text/plain"]);
    expect(() => JSON.parse(text)).toThrow();
  });

  it("that inflates without end is refused before it has", async () => {
    const { status } = await send("/ingest/es/_bulk", gzipSync(Buffer.alloc(80 * 1024 * 1024)), {
      headers: { "content-encoding": "gzip" },
    });
    expect(status).toBe(413);
  });

  it("that was cut stores nothing", async () => {
    const whole = gzipSync('{"index":{}}\n{"message":"cut","service":"cut"}\n');
    const { status } = await send("/ingest/es/_bulk", whole.subarray(0, whole.length - 8), {
      headers: { "content-encoding": "gzip" },
    });
    expect(status).toBe(400);
    expect(await stored("cut")).toEqual([]);
  });
});

test.each([
  ["GET", "/", /"tagline":"You Know, for Search"/],
  ["GET", "/_license?human=false", /"status":"active"/],
  ["GET", "/_xpack", /"ilm"/],
  ["GET", "/_cluster/health?timeout=30s", /"status":"green"/],
  ["GET", "/_cat/health", /^\{\}$/],
  ["GET", "/app/_refresh", /"failed":0/],
  ["POST", "/app/_refresh", /"failed":0/],
  ["GET", "/_nodes/http", /^\{\}$/],
  ["GET", "/_ilm/policy/logs", /^\{\}$/],
  ["PUT", "/_index_template/logs", /"acknowledged":true/],
  ["HEAD", "/", /^$/],
  ["HEAD", "/_index_template/logs", /^$/],
])("%s %s is answered as shippers expect", async (method, path, expected) => {
  const { status, headers, text } = await send(`/ingest/es${path}`, "{}", { method });
  expect([status, headers.get("x-elastic-product")]).toEqual([200, "Elasticsearch"]);
  expect(text).toMatch(expected);
});

test.each([
  ["POST", "/app/_doc", undefined],
  ["PUT", "/app/_doc/7", "7"],
  ["POST", "/app/_doc/8", "8"],
  ["PUT", "/app/_create/9", "9"],
  ["POST", "/app/_create/10", "10"],
])("%s %s takes one document", async (method, path, id) => {
  const service = `${method} ${path}`;
  const { status, headers, text } = await send(
    `/ingest/es${path}`,
    JSON.stringify({ service, message: "한글" }),
    {
      method,
    },
  );
  expect([status, headers.get("x-elastic-product")]).toEqual([201, "Elasticsearch"]);
  expect(JSON.parse(text)).toMatchObject({ _index: "app", _id: id ?? expect.any(String), result: "created" });
  expect(await stored(service)).toMatchObject([{ message: "한글", attrs: { index: "app" } }]);
});

test.each(["[]", "1", "{", ""])("%j is no document", async (body) => {
  expect((await send("/ingest/es/app/_doc", body)).status).toBe(400);
});

test("a shipper is told a version that is not older than itself", async () => {
  const { text } = await send("/ingest/es/", "", {
    method: "GET",
    headers: { "user-agent": "Elastic-filebeat/9.4.1 (linux; amd64)" },
  });
  expect(JSON.parse(text).version.number).toBe("9.4.1");
});

describe("Loki's push", () => {
  it("takes streams, and answers 204", async () => {
    const ns = `${Date.now()}000000`;
    const body = JSON.stringify({
      streams: [
        {
          stream: { service: "loki", severity: "WARN", env: "x" },
          values: [
            [ns, "a line"],
            [ns, "two", { trace_id: "t" }],
          ],
        },
      ],
    });
    expect(await send("/ingest/loki/loki/api/v1/push", body)).toMatchObject({ status: 204, text: "" });
    expect(await stored("loki")).toMatchObject([
      { message: "a line", level: 40, attrs: { env: "x" } },
      { message: "two", trace_id: "t" },
    ]);
  });
  it.each([{}, { "content-encoding": "snappy" }])(
    "takes protobuf in a snappy block too, %j",
    async (headers) => {
      const { "content-encoding": encoding = "none" } = headers;
      const push = message([
        1,
        message([1, `{service="loki ${encoding}", level="error"}`], [2, message([2, "in a block"])]),
      ]);
      const body = compress(Buffer.from(push));
      const type = "application/x-protobuf";
      expect(await send("/ingest/loki/loki/api/v1/push", body, { type, headers })).toMatchObject({
        status: 204,
        text: "",
      });
      expect(await stored(`loki ${encoding}`)).toMatchObject([{ message: "in a block", level: 50 }]);
    },
  );

  it("refuses a block that says it is larger than is taken", async () => {
    const body = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 97]);
    const { status, headers, text } = await send("/ingest/loki/loki/api/v1/push", body, {
      type: "application/x-protobuf",
    });
    expect([status, headers.get("content-type")]).toEqual([413, "text/plain"]);
    expect(text).toContain("67108864 bytes");
  });

  it.each(["{", "[]", '{"streams":[{"values":[["1"]]}]}', "null"])("refuses %s", async (body) => {
    expect((await send("/ingest/loki/loki/api/v1/push", body)).status).toBe(400);
  });
});

describe("OpenTelemetry's logs", () => {
  it("are taken with their resource, and every kind of value", async () => {
    const body = JSON.stringify({
      resourceLogs: [
        {
          resource: {
            attributes: [
              { key: "service.name", value: { stringValue: "otlp" } },
              { key: "v", value: { intValue: "3" } },
            ],
          },
          scopeLogs: [
            {
              scope: { name: "lib" },
              logRecords: [
                {
                  timeUnixNano: `${Date.now()}123456`,
                  severityNumber: 17,
                  body: { stringValue: "broken" },
                  traceId: "0af7651916cd43dd8448eb211c80319c",
                  attributes: [
                    { key: "big", value: { intValue: "9007199254740993" } },
                    {
                      key: "list",
                      value: { arrayValue: { values: [{ boolValue: true }, { doubleValue: 1.5 }] } },
                    },
                    {
                      key: "map",
                      value: { kvlistValue: { values: [{ key: "a", value: { stringValue: "b" } }] } },
                    },
                    { key: "none" },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(await send("/ingest/otlp/v1/logs", body)).toMatchObject({ status: 200, text: "{}" });
    expect(await stored("otlp")).toMatchObject([
      {
        message: "broken",
        level: 50,
        trace_id: "0af7651916cd43dd8448eb211c80319c",
        attrs: {
          v: 3,
          "scope.name": "lib",
          big: "9007199254740993",
          list: [true, 1.5],
          "map.a": "b",
          none: null,
        },
      },
    ]);
  });
  const PROTOBUF = "application/x-protobuf";
  const inProtobuf = (service: string) =>
    Buffer.from(
      message([
        1,
        message(
          [1, message([1, message([1, "service.name"], [2, message([1, service])])])],
          [2, message([2, message([2, { whole: 17 }], [5, message([1, "in protobuf"])])])],
        ),
      ]),
    );

  it.each([
    ["identity", (bytes: Buffer) => bytes],
    ["gzip", gzipSync],
    ["deflate", deflateSync],
  ])("are taken as protobuf in %s, and answered as protobuf", async (encoding, deflate) => {
    const body = deflate(inProtobuf(`otlp proto ${encoding}`));
    const init = { type: PROTOBUF, headers: { "content-encoding": encoding } };
    const { status, headers, text } = await send("/ingest/otlp/v1/logs", body, init);
    expect([status, headers.get("content-type"), text]).toEqual([200, PROTOBUF, ""]);
    expect(await stored(`otlp proto ${encoding}`)).toMatchObject([{ message: "in protobuf", level: 50 }]);
  });

  it("that cannot be read are answered with a Status, in the encoding of the request", async () => {
    const json = await send("/ingest/otlp/v1/logs", "{");
    expect([json.status, json.headers.get("content-type")]).toEqual([400, "application/json"]);
    expect(JSON.parse(json.text)).toEqual({ code: 3, message: "The body is not JSON." });
    const { status, headers, text } = await send("/ingest/otlp/v1/logs", "x", { type: PROTOBUF });
    expect([status, headers.get("content-type")]).toEqual([400, PROTOBUF]);
    expect(text).toBe(
      Buffer.from(message([1, { whole: 3 }], [2, "The body is not protobuf, or ends too early."])).toString(),
    );
    const unknown = await send("/ingest/otlp/v1/logs", "x", {
      type: PROTOBUF,
      headers: { authorization: "Bearer no" },
    });
    expect([unknown.status, unknown.text.charCodeAt(1)]).toEqual([401, 16]);
  });
});

describe("lines", () => {
  it("are documents, or messages", async () => {
    const { status, text } = await send(
      "/ingest/logs/",
      'plain text\n{"msg":"doc","service":"lines"}\n{broken\n\n',
      {
        type: "application/x-ndjson",
      },
    );
    expect([status, text]).toEqual([200, '{"accepted":3}']);
    expect(await stored("lines")).toMatchObject([{ message: "doc" }]);
    expect((await stored("")).map(({ message }) => message)).toEqual(
      expect.arrayContaining(["plain text", "{broken"]),
    );
  });

  it("come from tasks by their own token too", async () => {
    const { token: attempt } = await runningTask(stores);
    const { status } = await send("/ingest/logs/", '{"msg":"from a task","service":"task"}', {
      headers: { authorization: `Bearer ${attempt}` },
    });
    expect(status).toBe(200);
    expect(await stored("task")).toHaveLength(1);
  });
});

import { once } from "node:events";
import { Client as ElasticClient } from "@elastic/elasticsearch";
import { Client as OpenSearchClient } from "@opensearch-project/opensearch";
import { OTLPLogExporter as JsonExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { pino } from "pino";
import pinoElastic from "pino-elasticsearch";
import { pinoLoki } from "pino-loki";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import winston from "winston";
import { ElasticsearchTransport } from "winston-elasticsearch";
import { poolSql } from "@/lib/platform/db";
import { stubEnv, testStores, waitFor } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

/** Shippers as their packages have them, which know nothing of this server. */
const stores = testStores();
let served: Served;
let token = "";
beforeAll(async () => {
  stubEnv(stores.env);
  // Shippers send the times of the real clock.
  stores.clock.set(new Date());
  served = await serve(stores);
  token = await tokenOf(stores, ["logs:write"]);
});
afterAll(() => served?.close());

type Row = {
  message: string;
  level: number;
  host: string;
  trace_id: string | null;
  attrs: Record<string, unknown>;
};
const stored = (service: string) =>
  poolSql(stores.db.pool).rows<Row>(
    "SELECT message, level, host, trace_id, attrs FROM log_record WHERE service = $1 ORDER BY message",
    [service],
  );
const arrived = async (service: string, count = 1) => {
  await waitFor(`records of ${service}`, async () => (await stored(service)).length >= count);
  return stored(service);
};
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const es = () => `${served.url}/ingest/es`;
const basic = () => ({ username: "anybody", password: token });

describe("@elastic/elasticsearch", () => {
  test.each([
    ["a bearer token", () => ({ bearer: token })],
    ["a name and a password", basic],
    ["an API key", () => ({ apiKey: token })],
    ["an API key with an id", () => ({ apiKey: { id: "any", api_key: token } })],
  ])("sends many documents by its helper, with %s", async (how, auth) => {
    const service = `elastic ${how}`;
    const client = new ElasticClient({ node: es(), auth: auth(), compression: true });
    const datasource = Array.from({ length: 500 }, (_, n) => ({
      service,
      message: `line ${n}`,
      level: "warn",
      n,
    }));
    const said = await client.helpers.bulk({
      datasource,
      onDocument: () => ({ create: { _index: "app" } }),
      flushBytes: 10_000,
    });
    expect(said).toMatchObject({ total: 500, successful: 500, failed: 0, aborted: false });
    expect(await stored(service)).toHaveLength(500);
    expect((await stored(service))[0]).toMatchObject({
      message: "line 0",
      level: 40,
      attrs: { index: "app", n: 0 },
    });
    await client.close();
  });

  it("learns of a token that is none", async () => {
    const client = new ElasticClient({ node: es(), auth: { apiKey: "no" }, maxRetries: 0 });
    const sent = client.bulk({ operations: [{ index: { _index: "x" } }, { message: "x" }] });
    await expect(sent).rejects.toMatchObject({ statusCode: 401 });
    await client.close();
  });
});

test("@opensearch-project/opensearch sends many documents by its helper, and some by itself", async () => {
  const client = new OpenSearchClient({ node: es(), auth: basic() });
  const datasource = Array.from({ length: 300 }, (_, n) => ({ service: "opensearch", message: `line ${n}` }));
  const said = await client.helpers.bulk({ datasource, onDocument: () => ({ index: { _index: "app" } }) });
  expect(said).toMatchObject({ total: 300, successful: 300, failed: 0 });
  const { body } = await client.bulk({
    index: "web",
    body: [{ index: {} }, { service: "opensearch one", message: "한글" }],
  });
  expect(body.errors).toBe(false);
  expect(await stored("opensearch")).toHaveLength(300);
  expect(await stored("opensearch one")).toMatchObject([{ message: "한글", attrs: { index: "web" } }]);
  await client.close();
});

test("pino-elasticsearch sends what pino logs, and finds its index refreshed", async () => {
  const stream = pinoElastic({
    node: es(),
    auth: { username: "anybody", password: token },
    index: "app",
    flushBytes: 100,
    flushInterval: 100,
  });
  const failed: unknown[] = [];
  stream.on("error", (error) => failed.push(error)).on("insertError", (error) => failed.push(error));
  const log = pino({ base: { service: "pino-elasticsearch" } }, stream);
  log.warn({ user: 7, trace_id: TRACE }, "one");
  log.error(new Error("broken"), "two");
  const inserted = once(stream, "insert");
  stream.end();
  const [said] = await inserted;
  expect([said, failed]).toEqual([expect.objectContaining({ total: 2, successful: 2, failed: 0 }), []]);
  expect(await stored("pino-elasticsearch")).toMatchObject([
    { message: "one", level: 40, trace_id: TRACE, attrs: { user: 7, index: "app" } },
    { message: "two", level: 50, attrs: { "err.type": "Error", "err.message": "broken" } },
  ]);
});

test("winston-elasticsearch asks for the server's health and template, and sends what winston logs", async () => {
  const transport = new ElasticsearchTransport({
    clientOpts: { node: es(), auth: basic() },
    flushInterval: 50,
    index: "app",
  });
  const failed: unknown[] = [];
  transport.on("error", (error) => failed.push(error));
  const log = winston.createLogger({ level: "debug", transports: [transport] });
  log.info("one", { user: 7 });
  log.debug("two");
  // It names no service of its own.
  const rows = () => stored("").then((all) => all.filter(({ attrs }) => attrs.index === "app"));
  await waitFor("both", async () => (await rows()).length === 2);
  expect([await rows(), failed]).toMatchObject([
    [
      { message: "one", level: 30, attrs: { "fields.user": 7 } },
      { message: "two", level: 20 },
    ],
    [],
  ]);
  log.close();
});

test("pino-loki pushes what pino logs: the fields of its line are fields here", async () => {
  const failed: unknown[] = [];
  const stream = pinoLoki({
    host: served.url,
    endpoint: "/ingest/loki/loki/api/v1/push",
    basicAuth: basic(),
    labels: { service: "pino-loki", env: "test" },
    batching: false,
    silenceErrors: true,
  });
  stream.on("error", (error: unknown) => failed.push(error));
  const log = pino({}, stream);
  log.error({ user: 7, trace_id: TRACE }, "한글 message");
  expect(await arrived("pino-loki")).toMatchObject([
    { message: "한글 message", level: 50, trace_id: TRACE, attrs: { env: "test", user: 7 } },
  ]);
  expect(failed).toEqual([]);
  stream.end();
});

describe("OpenTelemetry's SDK", () => {
  test.each([
    ["JSON", (url: string) => new JsonExporter(given(url, CompressionAlgorithm.NONE))],
    ["JSON in gzip", (url: string) => new JsonExporter(given(url, CompressionAlgorithm.GZIP))],
    ["protobuf", (url: string) => new ProtobufExporter(given(url, CompressionAlgorithm.NONE))],
    ["protobuf in gzip", (url: string) => new ProtobufExporter(given(url, CompressionAlgorithm.GZIP))],
  ])("sends the same records as %s", async (how, exporter) => {
    const exported: unknown[] = [];
    const inner = exporter(`${served.url}/ingest/otlp/v1/logs`);
    const service = `otel ${how}`;
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ "service.name": service }),
      processors: [
        new BatchLogRecordProcessor({
          export: (records, done) =>
            inner.export(records, (result) => {
              exported.push(result);
              done(result);
            }),
          forceFlush: () => inner.forceFlush(),
          shutdown: () => inner.shutdown(),
        }),
      ],
    });
    provider.getLogger("lib", "1.0").emit({
      severityNumber: 17,
      severityText: "ERROR",
      body: "한글 body",
      eventName: "it.happened",
      attributes: {
        user: 7,
        large: 2 ** 40,
        ratio: 1.5,
        yes: true,
        list: ["a", 1],
        map: { deep: { er: "x" } },
      },
    });
    await provider.forceFlush();
    await provider.shutdown();
    expect(exported).toEqual([{ code: 0 }]);
    const [row] = await stored(service);
    expect(row).toMatchObject({
      message: "한글 body",
      level: 50,
      attrs: {
        user: 7,
        large: 2 ** 40,
        ratio: 1.5,
        yes: true,
        list: ["a", 1],
        "map.deep.er": "x",
        "scope.name": "lib",
        "event.name": "it.happened",
      },
    });
  });

  const given = (url: string, compression: CompressionAlgorithm) => ({
    url,
    compression,
    headers: { authorization: `Bearer ${token}` },
  });
});

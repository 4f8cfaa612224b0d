import { connect, constants, type IncomingHttpHeaders } from "node:http2";
import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEntity, createView, deleteView, getView } from "@/lib/features";
import { createBlockingRedis } from "@/lib/platform/redis";
import { createTokenCache } from "@/lib/team";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { runningTask } from "../../data/testing";
import { trackTransfers } from "../../data/transfers";
import { tokenOf } from "../../mlflow/testing";
import { GrpcFeatureServer } from "./feature-server-pb";
import { type GrpcListener, listenForGrpc } from "./server";
import { FieldStatus, ServingService } from "./serving-pb";

const stores = testStores();
const ctx = () => testCtx(stores);
let listener: GrpcListener;
let isDraining = false;
let stop = () => {};
let token = "";
let reader = "";
let made = 0;
let view = "";

const bearing = (by: string): Transport =>
  createGrpcTransport({
    baseUrl: `http://127.0.0.1:${listener.port}`,
    interceptors: [
      (next) => (request) => {
        if (by) request.header.set("authorization", `Bearer ${by}`);
        return next(request);
      },
    ],
  });
const serving = (by = token) => createClient(ServingService, bearing(by));
const server = (by = token) => createClient(GrpcFeatureServer, bearing(by));
const int64 = (...values: bigint[]) => ({
  val: values.map((value) => ({ val: { case: "int64Val" as const, value } })),
});
const typed = (case_: "int64Val" | "unixTimestampVal", value: bigint) => ({ val: { case: case_, value } });

beforeAll(async () => {
  stubEnv(stores.env);
  stores.clock.set("2026-01-05T09:00:00Z");
  token = await tokenOf(stores, ["features:read", "features:write"]);
  reader = await tokenOf(stores, ["features:read"]);
  const tokens = createTokenCache(stores, createBlockingRedis(stores.env.REDIS_URL));
  const draining = () => isDraining;
  const plane = { deps: stores, draining, tokens, transfers: trackTransfers(draining), maxUploadBytes: 1 };
  listener = await listenForGrpc(plane, 0);
  stop = () => tokens.close();
  await createEntity(ctx(), { name: "driver", join_key: "driver_id", value_type: "INT64" });
});
afterAll(async () => {
  await listener?.close();
  stop();
});
beforeEach(async () => {
  made += 1;
  view = `stats_${made}`;
  await createView(ctx(), {
    name: view,
    entities: ["driver"],
    push_source: `push_${made}`,
    ttl_seconds: 3_600,
    fields: [
      { name: "trips", type: "INT64" },
      { name: "rate", type: "DOUBLE" },
      { name: "city", type: "STRING" },
      { name: "raw", type: "BYTES" },
      { name: "lately", type: "INT64_LIST" },
      { name: "flag", type: "BOOL" },
      { name: "when", type: "UNIX_TIMESTAMP" },
    ],
  });
});

const FAR = 9_007_199_254_740_993n;
const push = (more: object = {}, by = token) =>
  server(by).push({
    streamFeatureView: `push_${made}`,
    to: "online",
    typedFeatures: {
      driver_id: typed("int64Val", FAR),
      event_timestamp: typed("unixTimestampVal", 1_767_601_800n),
      trips: typed("int64Val", -FAR),
      rate: { val: { case: "doubleVal", value: 0.1 } },
      city: { val: { case: "stringVal", value: "서울" } },
      raw: { val: { case: "bytesVal", value: new Uint8Array([0, 255]) } },
      lately: { val: { case: "int64ListVal", value: { val: [1n, FAR] } } },
      flag: { val: { case: "boolVal", value: true } },
      when: typed("unixTimestampVal", 5n),
      ...more,
    },
  });
const FEATURES = ["trips", "rate", "city", "raw", "lately", "flag", "when"];
const ask = (by = token, ...ids: bigint[]) =>
  serving(by).getOnlineFeatures({
    kind: { case: "features", value: { val: FEATURES.map((name) => `${view}:${name}`) } },
    entities: { driver_id: int64(...ids) },
  });

it("what is pushed is answered with its types, times and statuses, exactly", async () => {
  expect(await push()).toMatchObject({ status: true });
  const { metadata, results } = await ask(token, FAR, 5n);
  expect(metadata?.featureNames?.val).toEqual(["driver_id", ...FEATURES]);
  expect(results.map(({ values }) => values[0]?.val)).toMatchObject([
    { case: "int64Val", value: FAR },
    { case: "int64Val", value: -FAR },
    { case: "doubleVal", value: 0.1 },
    { case: "stringVal", value: "서울" },
    { case: "bytesVal", value: new Uint8Array([0, 255]) },
    { case: "int64ListVal", value: { val: [1n, FAR] } },
    { case: "boolVal", value: true },
    { case: "unixTimestampVal", value: 5n },
  ]);
  expect(results[1]?.statuses).toEqual([FieldStatus.PRESENT, FieldStatus.NOT_FOUND]);
  expect(results[1]?.values[1]?.val.case).toBeUndefined();
  expect(results[1]?.eventTimestamps.map(({ seconds }) => seconds)).toEqual([1_767_601_800n, 0n]);
});

it("a row by the name of its view, with text where text is taken, is another way in", async () => {
  const features = {
    driver_id: "7",
    trips: "9007199254740993",
    city: "부산",
    event_timestamp: "2026-01-05T08:30:00.5",
  };
  expect(await server().writeToOnlineStore({ featureViewName: view, features })).toMatchObject({
    status: true,
  });
  const { results } = await server().getOnlineFeatures({
    kind: { case: "features", value: { val: [`${view}:trips`] } },
    entities: { driver_id: int64(7n) },
    fullFeatureNames: true,
    includeFeatureViewVersionMetadata: true,
  });
  expect(results[1]).toMatchObject({
    values: [{ val: { case: "int64Val", value: FAR } }],
    eventTimestamps: [{ seconds: 1_767_601_800n, nanos: 500_000_000 }],
  });
});

it("says which version serves", async () => {
  expect((await serving(reader).getFeastServingInfo({})).version).toMatch(/^\d+\.\d+\.\d+$/);
});

it("a running task reads and writes with its own token", async () => {
  const task = await runningTask(stores);
  await push({}, task.token);
  expect((await ask(task.token, FAR)).results[1]?.statuses).toEqual([FieldStatus.PRESENT]);
});

it("a refusal is the end of the call: its status is in headers that nothing follows", async () => {
  const session = connect(`http://127.0.0.1:${listener.port}`);
  const call = session.request({
    ":method": "POST",
    ":path": "/feast.serving.ServingService/GetOnlineFeatures",
    "content-type": "application/grpc",
  });
  const [headers, flags] = await new Promise<[IncomingHttpHeaders, number]>((resolve, reject) => {
    call.once("response", (found, given) => resolve([found, given]));
    call.once("error", reject);
  });
  expect([headers["grpc-status"], flags & constants.NGHTTP2_FLAG_END_STREAM]).toEqual(["16", 1]);
  session.destroy();
});

describe("is refused with the status and words of its fault", () => {
  const failure = async (calling: Promise<unknown>) => {
    const error = await calling.then(
      () => null,
      (thrown: unknown) => ConnectError.from(thrown),
    );
    return [error && Code[error.code], error?.rawMessage];
  };
  it("who is nobody, and who may only read", async () => {
    expect(await failure(ask("", 1n))).toEqual(["Unauthenticated", expect.stringContaining("API token")]);
    expect(await failure(ask("gwj_pat_none", 1n))).toEqual(["Unauthenticated", expect.any(String)]);
    expect(await failure(push({}, reader))).toEqual(["PermissionDenied", expect.any(String)]);
  });
  it("what is not there", async () => {
    const { version } = await getView(ctx(), { name: view });
    await deleteView(ctx(), { name: view, version });
    expect(await failure(ask(token, 1n))).toEqual(["NotFound", expect.stringContaining(view)]);
    expect(await failure(push())).toEqual(["NotFound", expect.stringContaining("push source")]);
  });
  it("a value of another type, NaN, a time ahead, no join key, and too many rows", async () => {
    const invalid = (words: RegExp) => ["InvalidArgument", expect.stringMatching(words)];
    expect(await failure(push({ flag: typed("int64Val", 1n) }))).toEqual(invalid(/df\.flag/));
    expect(await failure(push({ rate: { val: { case: "doubleVal", value: Number.NaN } } }))).toEqual(
      invalid(/not NaN/),
    );
    expect(await failure(push({ event_timestamp: typed("unixTimestampVal", 4_000_000_000n) }))).toEqual(
      invalid(/future/),
    );
    const none = serving().getOnlineFeatures({
      kind: { case: "features", value: { val: [`${view}:trips`] } },
      entities: { other: int64(1n) },
    });
    expect(await failure(none)).toEqual(invalid(/driver_id is missing/));
    const many = Array.from({ length: 1_001 }, (_, at) => BigInt(at));
    expect(await failure(ask(token, ...many))).toEqual(invalid(/at most 1000/));
    expect(await failure(serving().getOnlineFeatures({ entities: { driver_id: int64(1n) } }))).toEqual(
      invalid(/feature_service/),
    );
  });
  it("a message that is larger than any question", async () => {
    const city = { val: { case: "stringVal" as const, value: "x".repeat(3 * 1024 * 1024) } };
    expect((await failure(push({ city })))[0]).toBe("ResourceExhausted");
  });
  it("while the process stops", async () => {
    isDraining = true;
    expect(await failure(ask(token, 1n))).toEqual(["Unavailable", expect.stringContaining("stopping")]);
    isDraining = false;
  });
});

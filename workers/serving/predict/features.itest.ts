import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeModels, createEndpoint, listPairs } from "@/lib/endpoints";
import { writePairs } from "@/lib/endpoints/shadow/keep-counts";
import { classifier, mlmodel, registry } from "@/lib/endpoints/testing";
import {
  createEntity,
  createOnDemandView,
  createService,
  createView,
  deleteService,
  writeOnlineFeatures,
} from "@/lib/features";
import { createRedis } from "@/lib/platform/redis";
import { drainPredictions, getPrediction, replayPrediction } from "@/lib/predictions";
import { stubEnv, testCtx, testStores, waitFor } from "@/lib/testing";
import { type Door, openDoor } from "@/lib/testing/door";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
const NOW = Date.parse("2026-01-05T09:00:00.000Z");
const LARGE = "9007199254740993";
let served: Served;
let door: Door;
let redis: ReturnType<typeof createRedis>;
let token = "";
let made = 0;

/** Of the model: two features, one of which may be missing, and what the request brings. */
const COLUMNS = [
  { name: "delays__mean", type: "double" },
  { name: "is_hub", type: "double", required: false },
  { name: "hour", type: "long" },
];
const FILES = { MLmodel: mlmodel(COLUMNS), "model.onnx": classifier([1, 2, 3]) };
/** What that model says of a row: the probability of being late. */
const late = (mean: number, hub: number, hour: number) => 1 / (1 + Math.exp(-(mean + 2 * hub + 3 * hour)));

beforeAll(async () => {
  stubEnv(stores.env);
  stores.clock.set(new Date(NOW).toISOString());
  door = await openDoor(stores.env.REDIS_URL);
  redis = createRedis(door.url);
  await waitFor("the door", () => redis.ping().catch(() => null));
  served = await serve({ ...stores, redis });
  token = await tokenOf(stores, ["predictions:run"]);
  await createEntity(ctx(), { name: "origin", value_type: "STRING" });
  await createEntity(ctx(), { name: "flight", value_type: "INT64" });
  await createView(ctx(), {
    name: "delays",
    entities: ["flight"],
    fields: [{ name: "mean", type: "DOUBLE" }],
    ttl_seconds: 3_600,
  });
  await createView(ctx(), {
    name: "airports",
    entities: ["origin"],
    fields: [{ name: "is_hub", type: "BOOL" }],
  });
  await createService(ctx(), { name: "flights", features: ["airports:is_hub", "delays:mean"] });
  await write("delays", { flight: 7 }, { mean: 0.5 }, 10);
  await write("delays", { flight: LARGE }, { mean: -0.5 }, 10);
  await write("delays", { flight: 8 }, { mean: 0.5 }, 61);
  await write("delays", { flight: 9 }, { mean: null }, 10);
  await write("airports", { origin: "JFK" }, { is_hub: true }, 10);
  await write("airports", { origin: "BTV" }, { is_hub: false }, 10);
});
beforeEach(() => door.speak());
afterAll(async () => {
  await closeModels(stores);
  await served?.close();
  redis?.disconnect();
  await door?.shut();
});

function write(view: string, keys: object, values: object, minutes: number) {
  const columns = Object.entries({ ...keys, ...values }).map(([name, value]) => [name, [value]]);
  const event_timestamp = [new Date(NOW - minutes * 60_000).toISOString()];
  return writeOnlineFeatures(ctx(), {
    feature_view_name: view,
    df: { ...Object.fromEntries(columns), event_timestamp },
  });
}

async function endpoint(more: object = {}, files: Parameters<typeof version>[1] = FILES) {
  made += 1;
  const name = `joined-${made}`;
  const registered = await model();
  await version(registered, files);
  await createEndpoint(ctx(), {
    name,
    variant: { model: registered, version: 1 },
    deadline_ms: 30_000,
    feature_service: "flights",
    ...more,
  });
  return { name, model: registered };
}

async function ask(path: string, body: unknown, method = "POST") {
  const response = await fetch(served.url + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, retry: response.headers.get("retry-after"), body: await response.json() };
}
const predict = (name: string, instances: unknown[]) => ask(`/predict/${name}`, { instances });

describe("an endpoint with a feature service", () => {
  it("joins features by the signature's names to rows that bring join keys and what else there is", async () => {
    const { name } = await endpoint();
    const { status, body } = await predict(name, [
      { flight: 7, origin: "JFK", hour: 1 },
      { origin: "BTV", hour: 0, flight: LARGE },
      { origin: "nowhere", hour: 0, flight: 7 },
    ]);
    expect([status, body.detail]).toEqual([200, undefined]);
    const probabilities = body.predictions.map((one: { probabilities: number[] }) => one.probabilities[1]);
    expect(probabilities[0]).toBeCloseTo(late(0.5, 1, 1), 5);
    expect(probabilities[1]).toBeCloseTo(late(-0.5, 0, 0), 5);
    // What is not there is missing where the signature allows it: the model sees NaN.
    expect(probabilities[2]).toBeNull();
  });

  it("joins features that are computed of what the request brings", async () => {
    await createOnDemandView(ctx(), {
      name: "hubs",
      request: [{ name: "size", type: "INT64" }],
      features: [{ name: "is_hub", type: "BOOL", expression: "size > 10" }],
    });
    await createService(ctx(), { name: "computed", features: ["hubs:is_hub", "delays:mean"] });
    const { name } = await endpoint({ feature_service: "computed" });
    const { status, body } = await predict(name, [{ flight: 7, size: 20, hour: 1 }]);
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(body.predictions[0].probabilities[1]).toBeCloseTo(late(0.5, 1, 1), 5);
    const refused = await predict(name, [{ flight: 7, hour: 1 }]);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain('"size"');
  });

  it("leaves them in the log with their times, and a replay answers with them as they were", async () => {
    const { name } = await endpoint();
    await write("delays", { flight: 70 }, { mean: 0.25 }, 10);
    const { body } = await predict(name, [
      { flight: 70, origin: "JFK", hour: 1 },
      { flight: 7, origin: "nowhere", hour: 0 },
    ]);
    await drainPredictions(stores);
    const kept = await getPrediction(ctx(), { prediction_id: body.id });
    expect(kept.request).toEqual([
      { flight: 70, origin: "JFK", hour: 1 },
      { flight: 7, origin: "nowhere", hour: 0 },
    ]);
    expect(kept.given?.[0]).toEqual({ delays__mean: 0.25, is_hub: 1, hour: 1 });
    expect(kept.features?.service).toBe("flights");
    const delays = kept.features?.views.find(({ view }) => view === "delays");
    expect(delays).toMatchObject({
      features: ["mean"],
      rows: [{ entity: { flight: 70 }, values: [0.25], statuses: ["PRESENT"], age_seconds: 600 }, {}],
    });
    const airports = kept.features?.views.find(({ view }) => view === "airports");
    expect(airports?.rows[1]).toMatchObject({
      statuses: ["NOT_FOUND"],
      event_timestamp: null,
      age_seconds: null,
    });
    expect(kept.latency_ms.features).toBeGreaterThan(0);
    await write("delays", { flight: 70 }, { mean: 9 }, 1);
    const replayed = await replayPrediction(ctx(), { prediction_id: body.id, by: {} });
    expect(replayed).toMatchObject({ same: 1, data: [{ result: "same", reason: null }] });
  });

  it("keeps every digit of a key: a neighbour's features are no answer", async () => {
    const { name } = await endpoint();
    const exact = await ask(
      `/predict/${name}`,
      `{"instances": [{"flight": ${LARGE}, "origin": "JFK", "hour": 0}]}`,
    );
    expect(exact.body.predictions[0].probabilities[1]).toBeCloseTo(late(-0.5, 1, 0), 5);
  });

  it.each<[string, object, string, string]>([
    ["a join key that is missing", { origin: "JFK", hour: 1 }, "flight", "missing"],
    ["a join key that is null", { flight: null, origin: "JFK", hour: 1 }, "flight", "join_key"],
    ["a join key with a fraction", { flight: 7.5, origin: "JFK", hour: 1 }, "flight", "join_key"],
    ["a number for a name", { flight: 7, origin: 5, hour: 1 }, "origin", "join_key"],
    [
      "an entity that is not there",
      { flight: 10, origin: "JFK", hour: 1 },
      "delays__mean",
      "feature_not_found",
    ],
    [
      "features that are too old",
      { flight: 8, origin: "JFK", hour: 1 },
      "delays__mean",
      "feature_outside_max_age",
    ],
    ["a feature without a value", { flight: 9, origin: "JFK", hour: 1 }, "delays__mean", "feature_null"],
    [
      "a column that is joined",
      { flight: 7, origin: "JFK", hour: 1, is_hub: 1 },
      "is_hub",
      "extra_forbidden",
    ],
    ["a column that is not there", { flight: 7, origin: "JFK", hour: 1, x: 1 }, "x", "extra_forbidden"],
    ["a raw column that is missing", { flight: 7, origin: "JFK" }, "hour", "missing"],
  ])("refuses %s, with its name", async (_name, row, column, type) => {
    const { status, body } = await predict(await shared(), [{ flight: 7, origin: "JFK", hour: 1 }, row]);
    expect(status).toBe(422);
    expect(body.detail).toEqual([
      { type, loc: ["body", "instances", 1, column], msg: expect.stringMatching(/./) },
    ]);
  });

  it("names the feature and its status", async () => {
    const { body } = await predict(await shared(), [{ flight: 8, origin: "JFK", hour: 1 }]);
    expect(body.detail[0].msg).toMatch(/delays:mean .*OUTSIDE_MAX_AGE/);
  });

  it("takes no rows in order, and no model without named columns", async () => {
    expect((await predict(await shared(), [[1, 2, 3]])).body.detail[0].type).toBe("dict_type");
    const { name } = await endpoint({}, { "model.onnx": classifier([1, 2, 3]) });
    expect(await predict(name, [{ flight: 7, origin: "JFK" }])).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("signature") },
    });
  });

  it("answers under /v2 as under /predict: columns are inputs of their names", async () => {
    const name = await shared();
    expect((await ask(`/v2/models/${name}`, undefined, "GET")).body.inputs).toEqual([
      { name: "origin", datatype: "BYTES", shape: [-1] },
      { name: "flight", datatype: "INT64", shape: [-1] },
      { name: "hour", datatype: "FP32", shape: [-1] },
    ]);
    const column = (named: string, datatype: string, data: unknown[]) => ({
      name: named,
      datatype,
      shape: [data.length],
      data,
    });
    const inputs = [
      column("flight", "INT64", [7, 7]),
      column("origin", "BYTES", ["JFK", "BTV"]),
      column("hour", "INT64", [1, 0]),
    ];
    const { body } = await ask(`/v2/models/${name}/infer`, { inputs });
    const rows = await predict(name, [
      { flight: 7, origin: "JFK", hour: 1 },
      { flight: 7, origin: "BTV", hour: 0 },
    ]);
    const [one, two] = rows.body.predictions;
    expect(body.outputs[1].data).toEqual([...one.probabilities, ...two.probabilities]);
    const short = inputs.map((input, at) => (at === 0 ? { ...input, shape: [2, 2] } : input));
    expect((await ask(`/v2/models/${name}/infer`, { inputs: short })).status).toBe(400);
  });

  it("gives a shadow the same features under its own names", async () => {
    const registered = await model();
    const columns = [...COLUMNS.slice(0, 2), { name: "hour", type: "long" }].reverse();
    await version(registered, { MLmodel: mlmodel(columns), "model.onnx": classifier([3, 2, 1]) });
    const { name } = await endpoint({ shadow: { model: registered, version: 1 } });
    expect((await predict(name, [{ flight: 7, origin: "JFK", hour: 1 }])).status).toBe(200);
    const pair = await waitFor("the shadow", async () => {
      await writePairs(stores);
      return (await listPairs(ctx(), { name })).data[0];
    });
    expect(pair).toMatchObject({ compared: 1, failed: 0 });
    expect(pair.outputs.map(({ unequal }) => unequal)).toEqual([0, 0]);
  });
});

describe("without the online store", () => {
  const row = { flight: 7, origin: "JFK", hour: 1 };

  it("an endpoint says 503, answers with what it declares for this, and rows without features are answered", async () => {
    const clear = await shared();
    const declared = { "delays:mean": 0.25, "airports:is_hub": null };
    const { name: fallen } = await endpoint({ feature_fallback: declared });
    const { name: half } = await endpoint({ feature_fallback: { "airports:is_hub": true } });
    const { name: raw } = await endpoint({ feature_service: null }, { "model.onnx": classifier([1, 2]) });
    for (const name of [clear, fallen, half]) expect((await predict(name, [row])).status).toBe(200);
    expect((await predict(raw, [[1, 2]])).status).toBe(200);
    await door.shut();
    try {
      expect(await predict(clear, [row])).toMatchObject({
        status: 503,
        retry: "1",
        body: { detail: expect.stringContaining("Redis") },
      });
      const { status, body } = await predict(fallen, [row]);
      expect([status, body.warnings[0]]).toEqual([
        200,
        expect.objectContaining({ loc: ["features"], type: "features_unavailable" }),
      ]);
      expect((await predict(half, [row])).status).toBe(503);
      expect((await predict(raw, [[1, 2]])).status).toBe(200);
    } finally {
      await door.open();
    }
    await waitFor("the store again", async () => (await predict(clear, [row])).status === 200);
  });

  it("a silent one is waited for as long as the model would be", async () => {
    const { name } = await endpoint({ deadline_ms: 1_000 });
    await waitFor("a warm model", async () => (await predict(name, [row])).status === 200);
    door.hush();
    expect(await predict(name, [row])).toMatchObject({
      status: 503,
      body: { detail: expect.stringMatching(/Redis.* 1000 ms/) },
    });
  });
});

describe("an endpoint is refused", () => {
  it.each<[string, object, string]>([
    ["a service that is not there", { feature_service: "nothing" }, "/feature_service"],
    ["a fallback of no service", { feature_service: null, feature_fallback: { a: 1 } }, "/feature_fallback"],
    ["a fallback of an unknown feature", { feature_fallback: { "a:b": 1 } }, "/feature_fallback/a:b"],
  ])("%s", async (_name, more, pointer) => {
    await expect(endpoint(more)).rejects.toMatchObject({
      code: "INVALID",
      extra: { errors: [expect.objectContaining({ pointer })] },
    });
  });

  it("nothing of a service that it uses", async () => {
    await createService(ctx(), { name: "used", features: ["delays:mean"] });
    const { name } = await endpoint({ feature_service: "used" });
    await expect(deleteService(ctx(), { name: "used", version: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(name),
    });
  });
});

let one: Promise<{ name: string }> | undefined;
/** One endpoint for tests that change nothing of it. */
async function shared(): Promise<string> {
  one ??= endpoint();
  return (await one).name;
}

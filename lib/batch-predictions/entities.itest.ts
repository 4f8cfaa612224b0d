import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeModels, predict } from "@/lib/endpoints";
import { classifier, mlmodel } from "@/lib/endpoints/testing";
import {
  createEntity,
  createOnDemandView,
  createService,
  createView,
  writeOnlineFeatures,
} from "@/lib/features";
import { createRedis } from "@/lib/platform/redis";
import { testStores, waitFor } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { readBatchErrors, startBatch } from "./index";
import { batches } from "./testing";

/** Rows that bring keys, to which the server joins features as it does for /predict. */
const stores = testStores();
const { endpoint, start, prepare, ended, outputOf, ctx } = batches(stores);
const NOW = Date.parse("2026-01-05T09:00:00.000Z");
const LARGE = "9007199254740993";
/** Of the model: a feature that it needs, one that may be missing, one that is computed of the request, and the row's own. */
const FILES = {
  MLmodel: mlmodel([
    { name: "delays__mean", type: "double" },
    { name: "is_hub", type: "double", required: false },
    { name: "is_late", type: "double" },
    { name: "wind", type: "double", required: false },
  ]),
  "model.onnx": classifier([0.001, 0.2, 0.3, 0.4]),
};
const joined = () => endpoint(FILES, { feature_service: "flights" });

beforeAll(async () => {
  stores.clock.set(new Date(NOW).toISOString());
  await createEntity(ctx(), { name: "flight", value_type: "INT64" });
  await createEntity(ctx(), { name: "origin", value_type: "STRING" });
  const view = (name: string, entity: string, field: object) =>
    createView(ctx(), { name, entities: [entity], fields: [field], ttl_seconds: 3_600 } as never);
  await view("delays", "flight", { name: "mean", type: "DOUBLE" });
  await view("airports", "origin", { name: "is_hub", type: "BOOL" });
  await createOnDemandView(ctx(), {
    name: "times",
    request: [{ name: "hour", type: "INT64" }],
    features: [{ name: "is_late", type: "BOOL", expression: "100 / (hour - 13) > 10" }],
  });
  const features = ["delays:mean", "airports:is_hub", "times:is_late"];
  await createService(ctx(), { name: "flights", features });
  const flights = [...Array.from({ length: 40 }, (_, at) => String(at)), LARGE];
  await write("delays", { flight: flights }, { mean: flights.map((_, at) => Math.sin(at)) });
  await write("airports", { origin: ["JFK", "BTV"] }, { is_hub: [true, false] });
});
afterAll(() => closeModels(stores));

function write(feature_view_name: string, keys: object, values: { [name: string]: unknown[] }) {
  const [rows = []] = Object.values(values);
  const event_timestamp = rows.map(() => new Date(NOW - 60_000).toISOString());
  return writeOnlineFeatures(ctx(), { feature_view_name, df: { ...keys, ...values, event_timestamp } });
}

const ROWS = [
  ...Array.from({ length: 40 }, (_, at) => ({
    ...{ flight: String(at), origin: at % 3 ? "JFK" : "BTV", hour: at % 12, wind: at / 7 },
  })),
  { flight: LARGE, origin: "nowhere", hour: 20, wind: -0.5 },
];
const csvOf = (rows: readonly object[]) =>
  `${Object.keys(rows[0] ?? {}).join(",")}\n${rows.map((row) => Object.values(row).join(",")).join("\n")}\n`;

describe("answers are those of /predict with the same features, to the last bit", () => {
  it.each(["csv", "jsonl", "rows"] as const)("of %s", async (form) => {
    const { name } = await joined();
    const lines = ROWS.map((row) => JSON.stringify(row).replace(/"flight":"(\d+)"/, '"flight":$1')).join(
      "\n",
    );
    const { id, key_columns, feature_service } =
      form === "rows"
        ? await startBatch(ctx(), { endpoint: name, source: { rows: ROWS } })
        : await start(name, form === "csv" ? csvOf(ROWS) : lines, { format: form });
    expect([key_columns, feature_service]).toEqual([["flight", "origin"], "flights"]);
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows: 41, rows_failed: 0 });
    const online = await predict(ctx(), { endpoint: name, body: { instances: ROWS.slice(0, 1) } });
    expect(Object.keys(online.predictions[0] ?? {})).toEqual(["label", "probabilities"]);
    const output = await outputOf(id);
    for (const [at, row] of ROWS.entries()) {
      const { predictions } = await predict(ctx(), { endpoint: name, body: { instances: [row] } });
      const { flight, origin, label, probabilities } = output[at] ?? {};
      expect([flight, origin, label]).toEqual([row.flight, row.origin, predictions[0]?.label]);
      expect(floats(probabilities)).toEqual(floats(predictions[0]?.probabilities));
    }
  });
});

/** Parquet holds the float itself, and JSON its shortest name: as floats they are one number. */
const floats = (values: unknown) => Array.from(Object(values), (value) => Math.fround(Number(value)));

it("what a request with this row alone would be refused with is the row's error, and no other row's", async () => {
  const { name } = await joined();
  const good = { flight: 1, origin: "JFK", hour: 1 };
  const rows = [
    good,
    { origin: "JFK", hour: 1 },
    { ...good, flight: 1.5 },
    { ...good, flight: 999 },
    good,
    { flight: 1, origin: "JFK" },
    { ...good, hour: 13 },
    { ...good, delays__mean: 3 },
    [1, "JFK", 1],
    good,
  ];
  const { id } = await startBatch(ctx(), { endpoint: name, source: { rows }, rows_per_run: 3 });
  expect(await ended(id)).toMatchObject({ state: "succeeded", rows: 10, rows_failed: 7 });
  const { data } = await readBatchErrors(ctx(), { id });
  expect(data.map(({ row, column, type }) => [row, column, type])).toEqual([
    [2, "flight", "required"],
    [3, "flight", "join_key"],
    [4, "delays__mean", "feature_not_found"],
    [6, "hour", "required"],
    [7, "", "expression_failed"],
    [8, "delays__mean", "extra_forbidden"],
    [9, "", "dict_type"],
  ]);
  for (const { row, problem } of data) {
    const asked = predict(ctx(), { endpoint: name, body: { instances: [rows[row - 1]] } });
    await expect(asked).rejects.toMatchObject({
      extra: { errors: [expect.objectContaining({ detail: problem })] },
    });
  }
});

it("a file without a column that the features need is refused with its name", async () => {
  const { name } = await joined();
  const { id } = await start(name, "flight,hour\n1,2\n");
  expect(await ended(id)).toMatchObject({
    state: "failed",
    error: expect.stringMatching(/no column origin/),
  });
  const more = await start(name, "flight,origin,hour,is_hub\n1,JFK,2,1\n");
  expect(await ended(more.id)).toMatchObject({ error: expect.stringMatching(/not take the columns is_hub/) });
});

it("while the online store is away its parts wait, and no value stands in for a feature", async () => {
  const door = await openDoor(stores.env.REDIS_URL);
  const redis = createRedis(door.url);
  try {
    await waitFor("the door", () => redis.ping().catch(() => null));
    const { name } = await endpoint(FILES, {
      ...{ feature_service: "flights", feature_fallback: { "delays:mean": 0, "airports:is_hub": null } },
    });
    const row = { flight: 1, origin: "JFK", hour: 1 };
    const { id } = await startBatch(ctx(), { endpoint: name, source: { rows: [row] } });
    await prepare();
    await door.shut();
    const away = { ...stores, redis };
    expect(await ended(id, away)).toMatchObject({ state: "running", rows_done: 0, rows_failed: 0 });
    await stores.db.pool.query("UPDATE long_job SET run_after = now() WHERE state = 'queued'");
    expect(await ended(id)).toMatchObject({ state: "succeeded", rows_done: 1, rows_failed: 0 });
  } finally {
    redis.disconnect();
    await door.shut();
  }
});

describe("is refused at once", () => {
  it.each<[string, object, string]>([
    ["rows with a format", { source: { rows: [{ a: 1 }] }, format: "csv" }, "/format"],
    ["a file without one", { source: { path: "s3://x/y" } }, "/format"],
    ["no rows", { source: { rows: [] } }, "/source"],
  ])("%s", async (_name, input, pointer) => {
    const asked = startBatch(ctx(), { endpoint: "any", ...input } as never);
    await expect(asked).rejects.toMatchObject({
      code: "INVALID",
      extra: { errors: [{ pointer: expect.stringContaining(pointer) }] },
    });
  });
});

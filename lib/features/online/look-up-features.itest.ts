import { beforeAll, beforeEach, expect, it } from "vitest";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeView,
  createEntity,
  createService,
  createView,
  getOnlineFeatures,
  lookUpFeatures,
  writeOnlineFeatures,
} from "../index";
import type { FeatureField } from "../schema";

const stores = testStores();
const ctx = () => testCtx(stores, ["features:read", "features:write"]);
const NOW = "2026-01-05T09:00:00.000Z";
const LARGE = "9007199254740993";
const fields: FeatureField[] = [
  { name: "trips", type: "INT64" },
  { name: "rate", type: "DOUBLE" },
];
let view = "";
let made = 0;

beforeAll(async () => {
  await createEntity(ctx(), { name: "look_driver", value_type: "INT64" });
});
beforeEach(async () => {
  stores.clock.set(NOW);
  made += 1;
  view = `looked_${made}`;
  await createView(ctx(), { name: view, entities: ["look_driver"], fields, ttl_seconds: 3_600 });
});
const write = (driver: number | string, minutes: number, values: Record<string, unknown>) =>
  writeOnlineFeatures(ctx(), {
    feature_view_name: view,
    df: {
      look_driver: [driver],
      event_timestamp: [new Date(Date.parse(NOW) - minutes * 60_000).toISOString()],
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]])),
    },
  });
const both = () => [`${view}:trips`, `${view}:rate`];

it("shows each status with its value, time and age, as the serving process answers", async () => {
  await write(1, 30, { trips: LARGE, rate: null });
  await write(2, 61, { trips: 3, rate: 0.5 });
  const entities = { look_driver: [1, "2", 3] };
  const { data } = await lookUpFeatures(ctx(), { entities, features: both() });
  expect(data.map(({ entity }) => entity.look_driver)).toEqual(["1", "2", "3"]);
  expect(data.map(({ views }) => views[0])).toEqual([
    {
      view,
      schema_version: 0,
      ttl_seconds: 3_600,
      event_timestamp: "2026-01-05T08:30:00Z",
      age_seconds: 1_800,
      written_under_schema: 0,
      features: [
        { name: "trips", type: "INT64", status: "PRESENT", value: LARGE },
        { name: "rate", type: "DOUBLE", status: "NULL_VALUE", value: null },
      ],
    },
    expect.objectContaining({
      age_seconds: 3_660,
      features: [
        expect.objectContaining({ status: "OUTSIDE_MAX_AGE", value: null }),
        expect.objectContaining({ status: "OUTSIDE_MAX_AGE", value: null }),
      ],
    }),
    expect.objectContaining({
      event_timestamp: null,
      age_seconds: null,
      written_under_schema: null,
      features: [
        expect.objectContaining({ status: "NOT_FOUND", value: null }),
        expect.objectContaining({ status: "NOT_FOUND", value: null }),
      ],
    }),
  ]);
  const served = JSON.parse(await getOnlineFeatures(ctx(), { entities, features: both() }));
  expect(served.results.slice(1).map((column: { statuses: string[] }) => column.statuses)).toEqual(
    [0, 1].map((at) => data.map(({ views }) => views[0]?.features[at]?.status)),
  );
});

it("answers a service view by view, and a row by the schema that it was written under", async () => {
  await write(1, 1, { trips: 3, rate: 0.5 });
  await createView(ctx(), {
    name: `${view}_more`,
    entities: ["look_driver"],
    fields: [{ name: "trips", type: "STRING" }],
  });
  await changeView(ctx(), {
    name: view,
    version: 1,
    change: { fields: [...fields, { name: "extra", type: "BOOL" }] },
  });
  await createService(ctx(), {
    name: `${view}_service`,
    features: [`${view}:extra`, `${view}:trips`, `${view}_more:trips`],
  });
  const { data } = await lookUpFeatures(ctx(), {
    entities: { look_driver: ["1"] },
    feature_service: `${view}_service`,
  });
  expect(data[0]?.views.map((one) => [one.view, one.schema_version, one.written_under_schema])).toEqual([
    [view, 1, 0],
    [`${view}_more`, 0, null],
  ]);
  expect(data[0]?.views[0]?.features.map(({ name, status }) => [name, status])).toEqual([
    ["extra", "NOT_FOUND"],
    ["trips", "PRESENT"],
  ]);
});

it.each<[string, Record<string, unknown[]>, string]>([
  ["a key that is missing", { other: [1] }, "/entities/look_driver"],
  ["a key of another type", { look_driver: ["x"] }, "/entities/look_driver/0"],
  ["a fraction", { look_driver: [1.5] }, "/entities/look_driver/0"],
  ["no entity", { look_driver: [] }, "/entities"],
  ["a column that means nothing", { look_driver: [1], other: [1] }, "/entities/other"],
  ["more entities than eyes read", { look_driver: Array.from({ length: 21 }, (_, at) => at) }, "/entities"],
])("refuses %s at its field", async (_, entities, pointer) => {
  await expect(lookUpFeatures(ctx(), { entities, features: both() })).rejects.toMatchObject({
    code: "INVALID",
    extra: { errors: [expect.objectContaining({ pointer })] },
  });
});

it("needs the permission", async () => {
  const asked = { entities: { look_driver: [1] }, features: both() };
  await expect(lookUpFeatures(testCtx(stores, []), asked)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

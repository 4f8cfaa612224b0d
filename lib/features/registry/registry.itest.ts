import { fromBinary } from "@bufbuild/protobuf";
import { beforeAll, expect, it } from "vitest";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeView,
  createEntity,
  createService,
  createSource,
  createView,
  getRegistry,
  getView,
} from "../index";
import { publishRegistry, REGISTRY_KEY } from "./publish";
import { DataSource_SourceType, RegistrySchema } from "./registry-pb";

const stores = testStores();
const ctx = () => testCtx(stores, ["features:read", "features:write"]);
const stored = async () => {
  const bytes = await stores.storage.getBytes(REGISTRY_KEY);
  if (!bytes) throw new Error("There is no registry");
  return fromBinary(RegistrySchema, bytes);
};

beforeAll(async () => {
  expect(await publishRegistry(ctx())).toBe(false);
  await createEntity(ctx(), { name: "driver", join_key: "driver_id", value_type: "INT64", owner: "ops" });
  await createEntity(ctx(), { name: "city", value_type: "STRING" });
  await createSource(ctx(), {
    name: "trips",
    format: "parquet",
    path: `s3://${stores.storage.bucket}/trips/`,
    timestamp_field: "happened",
    created_timestamp_field: "made",
    field_mapping: { id: "driver_id" },
  });
  const fields = [
    { name: "trips", type: "INT64" as const },
    { name: "names", type: "STRING_LIST" as const },
  ];
  const made = { name: "stats", fields, ttl_seconds: 86_400, tags: { team: "a" } };
  await createView(ctx(), { ...made, entities: ["driver", "city"], source: "trips", push_source: "now" });
  await createView(ctx(), { name: "written", entities: ["driver"], fields });
  await createService(ctx(), { name: "activity", features: ["stats:names", "written:trips", "stats:trips"] });
});

it("is stored once for each change, with all that there is at that moment", async () => {
  expect(await publishRegistry(ctx())).toBe(true);
  expect(await publishRegistry(ctx())).toBe(false);
  const before = await stored();
  const { version } = await getView(ctx(), { name: "stats" });
  const fields = [{ name: "trips", type: "INT64" as const }];
  await expect(changeView(ctx(), { name: "stats", version, change: { fields } })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(await publishRegistry(ctx())).toBe(false);
  await changeView(ctx(), { name: "stats", version, change: { ttl_seconds: 60 } });
  expect(await publishRegistry(ctx())).toBe(true);
  const after = await stored();
  expect(BigInt(after.versionId)).toBeGreaterThan(BigInt(before.versionId));
  expect(after.featureViews.find(({ spec }) => spec?.name === "stats")?.spec?.ttl?.seconds).toBe(60n);
});

it("has entities, sources, views and services as Feast's clients look for them", async () => {
  const registry = fromBinary(RegistrySchema, await getRegistry(ctx(), { project: "demo" }));
  expect(registry.registrySchemaVersion).toBe("1");
  expect(registry.projects.map(({ spec }) => spec?.name)).toEqual(["demo"]);
  expect(registry.entities.map(({ spec }) => [spec?.name, spec?.joinKey, spec?.valueType])).toEqual([
    ["city", "city", 2],
    ["driver", "driver_id", 4],
  ]);
  expect(registry.dataSources.map(({ name, type }) => [name, type])).toEqual([
    ["trips", DataSource_SourceType.BATCH_FILE],
    ["now", DataSource_SourceType.PUSH_SOURCE],
  ]);
  const [stats, written] = registry.featureViews.map(({ spec }) => spec);
  expect(stats).toMatchObject({
    name: "stats",
    project: "demo",
    entities: ["driver", "city"],
    features: [
      { name: "trips", valueType: 4 },
      { name: "names", valueType: 12 },
    ],
    entityColumns: [
      { name: "driver_id", valueType: 4 },
      { name: "city", valueType: 2 },
    ],
    tags: { team: "a" },
    online: true,
    batchSource: {
      name: "trips",
      timestampField: "happened",
      createdTimestampColumn: "made",
      fieldMapping: { id: "driver_id" },
      options: { case: "fileOptions", value: { fileFormat: { format: { case: "parquetFormat" } } } },
    },
    streamSource: { name: "now", batchSource: { name: "trips" } },
  });
  // Clients read from the source which column says when: a view that is only written to has one without files.
  expect(written).toMatchObject({
    batchSource: { timestampField: "event_timestamp", createdTimestampColumn: "" },
  });
  expect(written?.streamSource).toBeUndefined();
  expect(registry.featureServices[0]?.spec).toMatchObject({
    name: "activity",
    features: [
      { featureViewName: "stats", featureColumns: [{ name: "names" }, { name: "trips" }] },
      { featureViewName: "written", featureColumns: [{ name: "trips" }] },
    ],
  });
});

it("is the same bytes for the same definitions, and of a project of a name that Feast takes", async () => {
  const twice = await Promise.all([getRegistry(ctx(), {}), getRegistry(ctx(), {})]);
  expect(twice[0]).toEqual(twice[1]);
  await expect(getRegistry(ctx(), { project: "../x" })).rejects.toMatchObject({ code: "INVALID" });
  await expect(getRegistry(testCtx(stores, []), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
});

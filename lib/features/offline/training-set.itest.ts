import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { getLongJob } from "@/lib/long-jobs";
import { workOff } from "@/lib/long-jobs/testing";
import { withFolder } from "@/lib/point-in-time/testing";
import { testCtx, testStores } from "@/lib/testing";
import {
  createEntity,
  createSource,
  createView,
  getOnlineFeatures,
  getTrainingSet,
  listTrainingSets,
  makeTrainingSet,
  materialization,
  materializeView,
  openTrainingSetFile,
  readTrainingSetHead,
  trainingSet,
} from "../index";
import type { TrainingSetInput } from "../schema";
import { putRows, testEngine } from "../testing";

const stores = testStores();
const engine = testEngine();
const ctx = () => testCtx(stores);
const urlOf = (key: string) => `s3://${stores.storage.bucket}/${key}`;
const at = (hour: number) => `TIMESTAMP '2026-01-05 00:00:00' + to_hours(${hour})`;
const ENTITIES = "training/asked.parquet";

beforeEach(() => stores.clock.set("2026-01-06T00:00:00Z"));
beforeAll(async () => {
  await createEntity(ctx(), { name: "origin", value_type: "STRING" });
  await createEntity(ctx(), { name: "hour", value_type: "INT32" });
  const views = [
    ["weather", ["origin"], "created", 3_600 * 3],
    ["traffic", ["origin", "hour"], null, 0],
  ] as const;
  for (const [name, entities, created_timestamp_field, ttl_seconds] of views) {
    const path = urlOf(`features/${name}.csv`);
    await createSource(ctx(), {
      name,
      format: "csv",
      path,
      timestamp_field: "time",
      created_timestamp_field,
    });
    const fields = [{ name: "level", type: "DOUBLE" as const }];
    await createView(ctx(), { name, entities: [...entities], fields, source: name, ttl_seconds });
  }
  await putRows(
    stores.storage,
    "features/weather.csv",
    `SELECT 'ICN' AS origin, v AS level, ${at(0)} + to_hours(h) AS time, ${at(0)} + to_hours(c) AS created
       FROM (VALUES (0.5, 8, 8), (0.75, 9, 20), (0.25, 9, 9)) AS t(v, h, c)`,
  );
  await putRows(
    stores.storage,
    "features/traffic.csv",
    `SELECT 'ICN' AS origin, 7 AS hour, 2.5 AS level, ${at(1)} AS time`,
  );
  await putRows(
    stores.storage,
    ENTITIES,
    `SELECT label, origin, hour::INTEGER AS hour, ${at(0)} + to_hours(h) AS event_timestamp FROM (VALUES
       ('a', 'ICN', 7, 10), ('b', 'GMP', 7, 10), ('c', 'ICN', 7, 10), ('d', 'ICN', 8, 13), ('e', NULL, 7, 8)
     ) AS t(label, origin, hour, h)`,
  );
});

const ASK: TrainingSetInput = {
  entities: { format: "parquet", path: "" },
  features: ["weather:level", "traffic:level"],
  full_feature_names: true,
  filter_by_created_timestamp: false,
};
const asked = (more: Partial<TrainingSetInput> = {}) =>
  makeTrainingSet(ctx(), { ...ASK, entities: { format: "parquet", path: urlOf(ENTITIES) }, ...more });

async function finished(id: string) {
  await workOff(stores, [trainingSet(engine)]);
  return getLongJob(ctx(), { id });
}
async function dataOf(id: string): Promise<unknown[][]> {
  const bytes = await stores.storage.getBytes(`features/training-sets/${id}/data.parquet`);
  if (!bytes) throw new Error("There is no training set");
  return withFolder(async ({ dir, rows }) => {
    await writeFile(join(dir, "data.parquet"), bytes);
    return rows(`SELECT * FROM read_parquet('${dir}/data.parquet')`);
  });
}

it("has each row as it was asked, with the features of its time", async () => {
  const { id } = await asked();
  const job = await finished(id);
  expect(job).toMatchObject({ state: "succeeded", error: null, result: { rows: 5 } });
  const time = (hour: number) => `2026-01-05 ${String(hour).padStart(2, "0")}:00:00`;
  expect(await dataOf(id)).toEqual([
    ["a", "ICN", 7, time(10), 0.75, 2.5],
    ["b", "GMP", 7, time(10), null, null],
    ["c", "ICN", 7, time(10), 0.75, 2.5],
    ["d", "ICN", 8, time(13), null, null],
    ["e", null, 7, time(8), null, null],
  ]);
});

it("says beside it what it is made of", async () => {
  const { id } = await asked({
    features: ["weather:level"],
    full_feature_names: false,
    filter_by_created_timestamp: true,
  });
  await finished(id);
  expect((await dataOf(id)).map((row) => row[4])).toEqual([0.25, null, 0.25, null, null]);
  const profile = await stores.storage.getBytes(`features/training-sets/${id}/profile.json`);
  expect(JSON.parse(String(profile))).toMatchObject({
    rows: 5,
    columns: [
      { name: "label", kind: "text", rows: 5, distinct: 5 },
      {
        name: "origin",
        kind: "text",
        nulls: 1,
        top: [
          ["ICN", 3],
          ["GMP", 1],
        ],
      },
      {
        name: "hour",
        kind: "number",
        edges: [
          [7, 0, 4],
          [8, 4, 5],
        ],
      },
      { name: "event_timestamp", kind: "other" },
      { name: "level", kind: "number", nulls: 3, edges: [[0.25, 0, 2]] },
    ],
  });
  const manifest = await stores.storage.getBytes(`features/training-sets/${id}/manifest.json`);
  expect(JSON.parse(String(manifest))).toMatchObject({
    rows: 5,
    data: urlOf(`features/training-sets/${id}/data.parquet`),
    filter_by_created_timestamp: true,
    entity_files: [{ key: ENTITIES, etag: expect.any(String) }],
    views: [
      {
        name: "weather",
        schema_version: 0,
        ttl_seconds: 10_800,
        features: [{ name: "level", type: "DOUBLE", column: "level" }],
        files: [{ key: "features/weather.csv" }],
      },
    ],
  });
});

it("is refused when it is asked for, with the field and the way out", async () => {
  const refused = (more: Partial<TrainingSetInput>, words: RegExp) =>
    expect(asked(more)).rejects.toMatchObject({ message: expect.stringMatching(words) });
  await refused({ filter_by_created_timestamp: true }, /traffic has no created_timestamp_field/);
  await refused({ full_feature_names: false }, /full_feature_names/);
  await refused({ features: ["weather:nothing"] }, /There are: level/);
  await refused({ feature_service: "s" }, /not both/);
  await refused({ entities: { format: "csv", path: urlOf("artifacts/x.csv") } }, /reserved/);
  await refused({ entities: { format: "csv", path: "s3://other/x.csv" } }, /not in the bucket/);
  await refused({ entities: { format: "csv", path: urlOf("a/../code/x.csv") } }, /not a plain key/);
});

it("fails with words for what the file of entities lacks", async () => {
  await putRows(stores.storage, "training/bare.parquet", "SELECT 'ICN' AS origin, 7 AS hour");
  const { id } = await asked({ entities: { format: "parquet", path: urlOf("training/bare.parquet") } });
  expect(await finished(id)).toMatchObject({
    state: "failed",
    error: expect.stringMatching(/entities: there is no column "event_timestamp"/),
  });
});

it("has, for a row of this moment, the values that the online store serves", async () => {
  await materializeView(ctx(), { name: "weather", start: "2026-01-05T00:00:00Z" });
  await workOff(stores, [materialization(engine)]);
  for (const hour of [10, 13]) {
    stores.clock.set(`2026-01-05T${hour}:00:00Z`);
    const path = `training/now-${hour}.parquet`;
    const rows = `SELECT o AS origin, ${at(hour)} AS event_timestamp FROM (VALUES ('ICN'), ('GMP')) t(o)`;
    await putRows(stores.storage, path, rows);
    const entities = { format: "parquet", path: urlOf(path) } as const;
    const { id } = await asked({ entities, features: ["weather:level"] });
    await finished(id);
    const question = { entities: { origin: ["ICN", "GMP"] }, features: ["weather:level"] };
    const online = JSON.parse(await getOnlineFeatures(ctx(), question));
    expect((await dataOf(id)).map((row) => row[2])).toEqual(online.results[1].values);
  }
});

it("a set of rows that were sent, by a time column of its own, is listed with its manifest and its files", async () => {
  const rows = "origin,seen\nICN,2026-01-05T10:00:00Z\nGMP,2026-01-05T10:00:00Z\n";
  const { id } = await makeTrainingSet(ctx(), {
    entities: { rows, timestamp_field: "seen" },
    features: ["weather:level"],
  });
  expect(await getTrainingSet(ctx(), { id })).toMatchObject({ state: "queued", manifest: null, data: null });
  await finished(id);
  const made = await getTrainingSet(ctx(), { id });
  expect(made).toMatchObject({
    state: "succeeded",
    rows: 2,
    entities: { format: "csv", timestamp_field: "seen" },
    data: urlOf(`features/training-sets/${id}/data.parquet`),
    manifest: { views: [{ name: "weather", features: [{ name: "level", column: "level" }] }] },
  });
  expect((await listTrainingSets(ctx(), { limit: 1 })).data[0]).toMatchObject({ id, rows: 2 });
  expect((await readTrainingSetHead(ctx(), { id, path: "data.parquet" })).kind).toBe("parquet");
  const { key } = await openTrainingSetFile(ctx(), { id, path: "manifest.json" });
  expect(key).toBe(`features/training-sets/${id}/manifest.json`);
  await expect(getTrainingSet(ctx(), { id: "job_gone" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("a set that cannot be made says why, also when its long job is gone", async () => {
  const { id } = await makeTrainingSet(ctx(), {
    entities: { format: "csv", path: urlOf("training/none.csv") },
    features: ["weather:level"],
  });
  await finished(id);
  await stores.db.prisma.longJob.delete({ where: { id } });
  expect(await getTrainingSet(ctx(), { id })).toMatchObject({
    state: "failed",
    error: expect.stringContaining("there are no csv files"),
  });
});

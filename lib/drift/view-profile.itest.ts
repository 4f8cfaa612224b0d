import { beforeAll, expect, it } from "vitest";
import {
  createEntity,
  createSource,
  createView,
  featureProfile,
  makeTrainingSet,
  profileView,
  trainingSet,
} from "@/lib/features";
import { putRows, testEngine } from "@/lib/features/testing";
import { workOff } from "@/lib/long-jobs/testing";
import { testCtx, testStores } from "@/lib/testing";
import { getViewProfile } from "./view-profile";

const stores = testStores();
const engine = testEngine();
const ctx = () => testCtx(stores, ["features:read", "features:write"]);
const work = () => workOff(stores, [featureProfile(engine), trainingSet(engine)]);
const NAME = "rides";

/**
 * 400 drivers, of whom half have 1 trip on the first day and three quarters on the second; all others have 2. On the second a
 * tenth has no rating.
 */
beforeAll(async () => {
  stores.clock.set("2026-01-05T12:00:00Z");
  await putRows(
    stores.storage,
    `${NAME}/days.parquet`,
    `SELECT id, CASE WHEN id % 4 < 2 + day THEN 1 ELSE 2 END::BIGINT AS rides, CASE WHEN day = 0 OR id % 10 > 0 THEN (id % 5) / 2 END AS rating,
       'w' || id % 2 AS word, TIMESTAMP '2026-01-01' + to_days(day::INT) AS seen, TIMESTAMP '2026-01-01 06:00:00' + to_days(day::INT) AS ts FROM range(400) d(id), range(2) n(day)`,
  );
  await putRows(
    stores.storage,
    "asked.csv",
    "SELECT id AS driver_id, '2026-01-01T12:00:00Z' AS event_timestamp FROM range(400) d(id)",
  );
  const path = `s3://${stores.storage.bucket}/${NAME}/`;
  await createEntity(ctx(), { name: "driver", join_key: "driver_id", value_type: "INT64" });
  await createSource(ctx(), {
    ...{ name: NAME, format: "parquet", path, timestamp_field: "ts" },
    field_mapping: { id: "driver_id", rides: "trips" },
  });
  await createView(ctx(), {
    name: NAME,
    entities: ["driver"],
    fields: [
      { name: "trips", type: "INT64" },
      { name: "rating", type: "DOUBLE" },
      { name: "word", type: "STRING" },
      { name: "seen", type: "UNIX_TIMESTAMP" },
    ],
    source: NAME,
  });
});

async function set(more: object) {
  const entities = { format: "csv" as const, path: `s3://${stores.storage.bucket}/asked.csv` };
  const { id } = await makeTrainingSet(ctx(), { entities, ...more });
  await work();
  return id;
}

it("counts the rows of a range, and compares them with the newest training set that has the features", async () => {
  expect(await getViewProfile(ctx(), { name: NAME })).toMatchObject({
    job: null,
    profile: null,
    training_sets: [],
  });
  const first = await set({
    features: [`${NAME}:trips`, `${NAME}:rating`, `${NAME}:seen`],
    full_feature_names: true,
  });
  const second = await set({ features: [`${NAME}:word`] });
  const started = await profileView(ctx(), { name: NAME, from: "2026-01-02T00:00:00Z" });
  expect(await profileView(ctx(), { name: NAME })).toEqual({ id: started.id, created: false });
  expect(await getViewProfile(ctx(), { name: NAME })).toMatchObject({
    job: { state: "queued" },
    profile: null,
  });
  await work();

  const newest = await getViewProfile(ctx(), { name: NAME });
  expect(newest).toMatchObject({
    job: { id: started.id, state: "succeeded" },
    training_set: { id: second, rows: 400 },
    training_sets: [{ id: second }, { id: first }],
  });
  expect(newest.profile?.features.map(({ column, level }) => [column, level])).toEqual([
    [null, "no_reference"],
    [null, "no_reference"],
    ["word", "none"],
    [null, "no_reference"],
  ]);

  const { profile } = await getViewProfile(ctx(), { name: NAME, against: first });
  expect(profile).toMatchObject({
    from: "2026-01-02T00:00:00.000Z",
    to: null,
    first_event: "2026-01-02T06:00:00.000Z",
    rows: 400,
    counted_rows: 400,
  });
  const [trips, rating, word, seen] = profile?.features ?? [];
  expect(trips).toMatchObject({
    ...{ name: "trips", type: "INT64", column: `${NAME}__trips` },
    ...{ rows: 400, nulls: 0, min: 1, median: 1, max: 2, histogram: [300, 100] },
    ...{ level: "large", ks: 0.25, reference_median: 1 },
    bins: [
      { reference: 200, live: 300 },
      { reference: 200, live: 100 },
    ],
  });
  // (0.75 - 0.5) ln(0.75 / 0.5) + (0.25 - 0.5) ln(0.25 / 0.5)
  expect(trips?.psi).toBeCloseTo(0.25 * Math.log(3), 12);
  expect(rating).toMatchObject({ nulls: 40, min: 0, max: 2, reference_nulls: 0 });
  expect(rating?.histogram.filter((count) => count > 0)).toEqual([40, 80, 80, 80, 80]);
  expect(word).toMatchObject({
    top: [
      { value: "w0", rows: 200 },
      { value: "w1", rows: 200 },
    ],
    distinct: 2,
    ...{ column: null, level: "no_reference", psi: null },
  });
  // Times are not compared.
  const at = Date.parse("2026-01-02T00:00:00Z") / 1_000;
  expect(seen).toMatchObject({ min: at, max: at, column: `${NAME}__seen`, level: "no_reference", psi: null });
});

it("keeps what was counted while it is counted again, and when that fails", async () => {
  await profileView(ctx(), { name: NAME });
  await work();
  await stores.storage.putBytes(`${NAME}/more.parquet`, "no parquet", "text/plain");
  await profileView(ctx(), { name: NAME, to: "2026-01-02T00:00:00Z" });
  expect(await getViewProfile(ctx(), { name: NAME })).toMatchObject({
    job: { state: "queued" },
    profile: { rows: 800 },
  });
  await work();
  await stores.storage.remove(`${NAME}/more.parquet`);
  const failed = await getViewProfile(ctx(), { name: NAME });
  expect(failed).toMatchObject({ job: { state: "failed" }, profile: { rows: 800, to: null } });
  expect(failed.job?.error).toContain("parquet");
});

it("refuses what cannot be counted or compared with", async () => {
  await createView(ctx(), { name: "bare", entities: ["driver"], fields: [{ name: "a", type: "BOOL" }] });
  await expect(profileView(ctx(), { name: "bare" })).rejects.toMatchObject({
    extra: { reason: { code: "view_without_source" } },
  });
  await expect(profileView(ctx(), { name: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(getViewProfile(ctx(), { name: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const day = "2026-01-02T00:00:00Z";
  await expect(profileView(ctx(), { name: NAME, from: day, to: day })).rejects.toMatchObject({
    code: "INVALID",
  });
  await expect(getViewProfile(ctx(), { name: NAME, against: "job_none" })).rejects.toMatchObject({
    code: "INVALID",
    extra: { errors: [{ pointer: "/against" }] },
  });
});

import { beforeAll, beforeEach, expect, it } from "vitest";
import { workOff } from "@/lib/long-jobs/testing";
import { testCtx, testStores } from "@/lib/testing";
import {
  createEntity,
  createSource,
  createView,
  getOnlineFeatures,
  getOnlineStore,
  materialization,
  materializeView,
  pushFeatures,
  repairOnlineStore,
} from "../index";
import { putRows, testEngine } from "../testing";
import { watchOnlineStore } from "./watch";

const stores = testStores();
const engine = testEngine();
const ctx = () => testCtx(stores, ["features:read", "features:write"]);
const work = () => workOff(stores, [materialization(engine)]);
const fields = [{ name: "trips", type: "INT64" as const }];

beforeAll(async () => {
  stores.clock.set("2026-01-05T12:00:00Z");
  await createEntity(ctx(), { name: "driver", join_key: "driver_id", value_type: "INT64" });
  const at = (time: string) => `TIMESTAMP '2026-01-05 ${time}'`;
  await putRows(
    stores.storage,
    "trips/day.parquet",
    `SELECT * FROM (VALUES (1, 10, ${at("09:00")}), (2, 20, ${at("11:00")})) AS t(driver_id, trips, ts)`,
  );
  const path = `s3://${stores.storage.bucket}/trips/`;
  await createSource(ctx(), { name: "files", format: "parquet", path, timestamp_field: "ts" });
  const from = { entities: ["driver"], fields };
  await createView(ctx(), { name: "from_files", ...from, source: "files" });
  await createView(ctx(), { name: "from_both", ...from, source: "files", push_source: "both" });
  await createView(ctx(), { name: "only_pushed", ...from, push_source: "pushed" });
});

/** Each test begins with a store that is whole. */
beforeEach(async () => {
  await watchOnlineStore(ctx());
  for (const name of ["from_files", "from_both"])
    await materializeView(ctx(), { name, start: "2026-01-05T00:00:00Z" });
  await work();
  const df = { driver_id: [1], trips: [11], event_timestamp: ["2026-01-05T11:30:00"] };
  await pushFeatures(ctx(), { push_source_name: "both", df });
  await pushFeatures(ctx(), { push_source_name: "pushed", df });
});

async function trips(view: string) {
  const question = { entities: { driver_id: [1, 2] }, features: [`${view}:trips`] };
  return JSON.parse(await getOnlineFeatures(ctx(), question)).results[1].values;
}
const all = async () => [await trips("from_files"), await trips("from_both"), await trips("only_pushed")];
const LOST = [null, null];
const stateOf = async (name: string) =>
  (await getOnlineStore(ctx(), {})).data.find(({ view }) => view === name);

it("a Redis that was emptied is found, and filled again from the files by itself", async () => {
  expect(await all()).toEqual([
    [10, 20],
    [11, 20],
    [11, null],
  ]);
  expect(await watchOnlineStore(ctx())).toBe("kept");
  await stores.redis.flushdb();
  expect(await all()).toEqual([LOST, LOST, LOST]);
  expect(await watchOnlineStore(ctx())).toBe("lost");
  // It is noted once.
  expect(await watchOnlineStore(ctx())).toBe("kept");
  await work();
  expect(await all()).toEqual([[10, 20], [10, 20], LOST]);
  expect(await stateOf("from_files")).toMatchObject({
    lost_at: expect.any(String),
    not_restored: "nothing",
    is_waiting: false,
    repair: { state: "succeeded", rows: 2 },
  });
  expect(await stateOf("from_both")).toMatchObject({ not_restored: "pushes" });
  expect(await stateOf("only_pushed")).toMatchObject({ not_restored: "everything", repair: null });
});

it("a view that is being materialised is restored after that, because its range may be shorter", async () => {
  await materializeView(ctx(), { name: "from_files", start: "2026-01-05T11:00:00Z" });
  await stores.redis.flushdb();
  expect(await watchOnlineStore(ctx())).toBe("lost");
  expect(await stateOf("from_files")).toMatchObject({ is_waiting: true });
  await work();
  expect(await trips("from_files")).toEqual([null, 20]);
  expect(await watchOnlineStore(ctx())).toBe("kept");
  expect(await stateOf("from_files")).toMatchObject({ is_waiting: false, repair: { state: "queued" } });
  await work();
  expect(await trips("from_files")).toEqual([10, 20]);
});

it("one command restores views, and what is asked for twice is done once", async () => {
  await stores.redis.flushdb();
  const views = ["from_files", "only_pushed"];
  const { data } = await repairOnlineStore(ctx(), { views });
  expect(data.map((one) => [one.view, one.repair?.state, one.not_restored])).toEqual([
    ["from_files", "queued", "nothing"],
    ["only_pushed", undefined, "everything"],
  ]);
  const again = await repairOnlineStore(ctx(), { views });
  expect(again.data.map(({ repair }) => repair?.id)).toEqual(data.map(({ repair }) => repair?.id));
  await work();
  expect(await trips("from_files")).toEqual([10, 20]);
  expect(await stateOf("from_files")).toMatchObject({ is_waiting: false });
});

it("is for those who may write, and of views that are there", async () => {
  await expect(repairOnlineStore(ctx(), { views: ["nobody"] })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(repairOnlineStore(testCtx(stores, ["features:read"]), {})).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});

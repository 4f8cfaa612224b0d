import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createEntity, createSource, createView, materialization } from "@/lib/features";
import { putRows, testEngine } from "@/lib/features/testing";
import { workOff } from "@/lib/long-jobs/testing";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { runningTask, type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const engine = testEngine();
let served: Served;
let token = "";
let made = 0;
let view = "";
const ctx = () => testCtx(stores);

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["features:read", "features:write"]);
});
afterAll(() => served?.close());
beforeEach(async () => {
  stores.clock.set("2026-01-05T09:00:00Z");
  made += 1;
  view = `stats_${made}`;
  const key = `features/${view}.parquet`;
  const path = `s3://${stores.storage.bucket}/${key}`;
  await createEntity(ctx(), { name: `driver_${made}`, join_key: "driver_id", value_type: "INT64" });
  await createSource(ctx(), { name: view, format: "parquet", path, timestamp_field: "ts" });
  const fields = [{ name: "trips", type: "INT64" as const }];
  await createView(ctx(), { name: view, entities: [`driver_${made}`], fields, source: view });
  await putRows(
    stores.storage,
    key,
    "SELECT 1 AS driver_id, 7 AS trips, TIMESTAMP '2026-01-05 08:00:00' AS ts",
  );
});

async function post(path: string, body: object, by = token) {
  const response = await fetch(`${served.url}/feature${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${by}` },
  });
  return { status: response.status, body: await response.json() };
}
const range = () => ({
  start_ts: "2026-01-05T00:00:00",
  end_ts: "2026-01-05T09:00:00",
  feature_views: [view],
});
const trips = async () => {
  const question = { entities: { driver_id: [1] }, features: [`${view}:trips`] };
  return (await post("/get-online-features", question)).body.results[1].values;
};
const work = () => workOff(stores, [materialization(engine)]);
const queued = () => stores.db.prisma.longJob.count({ where: { state: "queued" } });

it("async is accepted at once, and a second one meanwhile is 409", async () => {
  const accepted = { status: "accepted", feature_views: [view] };
  expect(await post("/materialize?async=true", range())).toEqual({ status: 202, body: accepted });
  expect(await post("/materialize-incremental", range())).toEqual({
    status: 409,
    body: { error: expect.stringContaining("Already"), feature_views: [view] },
  });
  await work();
  expect(await trips()).toEqual([7]);
});

it("else it answers null at the end", async () => {
  const posted = post("/materialize-incremental", { end_ts: "2026-01-05T08:30:00Z", feature_views: [view] });
  await expect.poll(queued).toBe(1);
  await work();
  expect(await posted).toEqual({ status: 200, body: null });
  expect(await trips()).toEqual([7]);
});

it("says why it failed", async () => {
  await stores.storage.remove(`features/${view}.parquet`);
  const posted = post("/materialize", range());
  await expect.poll(queued).toBe(1);
  await work();
  const { status, body } = await posted;
  expect([status, JSON.parse(body).message]).toEqual([
    409,
    expect.stringContaining("there are no parquet files"),
  ]);
});

it("a range without a start is refused, unless all of time is meant", async () => {
  const { start_ts: _, ...body } = range();
  const { status, body: said } = await post("/materialize", body);
  expect([status, JSON.parse(said).message]).toEqual([422, expect.stringContaining("start_ts")]);
  expect((await post("/materialize?async=True", { ...body, disable_event_timestamp: true })).status).toBe(
    202,
  );
  await work();
  expect(await trips()).toEqual([7]);
});

it("a running task materialises with its own token", async () => {
  const task = await runningTask(stores);
  expect((await post("/materialize?async=true", range(), task.token)).status).toBe(202);
  await work();
  expect(await trips()).toEqual([7]);
});

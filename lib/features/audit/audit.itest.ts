import { beforeAll, beforeEach, expect, it } from "vitest";
import { workOff } from "@/lib/long-jobs/testing";
import { metricsRegistry } from "@/lib/metrics";
import { testCtx, testStores } from "@/lib/testing";
import { lookAfterViews } from "../health/job";
import {
  auditView,
  createEntity,
  createSource,
  createView,
  featureAudit,
  getOnlineStore,
  listAudits,
  materialization,
  materializeView,
  writeOnlineFeatures,
} from "../index";
import { putRows, testEngine } from "../testing";

const stores = testStores();
const engine = testEngine();
const ctx = () => testCtx(stores, ["features:read", "features:write"]);
const work = () => workOff(stores, [materialization(engine), featureAudit(engine)]);
const NEVER = new AbortController().signal;
let made = 0;
let view = "";

beforeAll(() => createEntity(ctx(), { name: "driver", join_key: "driver_id", value_type: "INT64" }));

/** 300 entities with ten rows each, of which some are null, and all of which are materialised. */
beforeEach(async () => {
  stores.clock.set("2026-01-05T12:00:00Z");
  made += 1;
  view = `stats_${made}`;
  await putRows(
    stores.storage,
    `${view}/day.parquet`,
    `SELECT id AS driver_id, CASE WHEN id % 7 > 0 THEN (id * 31 + hour)::BIGINT END AS trips, (id / 3 + hour)::FLOAT AS rate,
       TIMESTAMP '2026-01-05 00:00:00' + to_hours(hour) AS ts
     FROM range(300) AS d(id), range(10) AS h(hour) WHERE (id + hour) % 5 > 0`,
  );
  const path = `s3://${stores.storage.bucket}/${view}/`;
  await createSource(ctx(), { name: view, format: "parquet", path, timestamp_field: "ts" });
  await createView(ctx(), {
    name: view,
    entities: ["driver"],
    fields: [
      { name: "trips", type: "INT64" },
      { name: "rate", type: "FLOAT" },
    ],
    ttl_seconds: 86_400,
    source: view,
  });
  await materializeView(ctx(), { name: view });
  await work();
});

async function audited() {
  await auditView(ctx(), { name: view });
  await work();
  const [latest] = (await listAudits(ctx(), { name: view })).data;
  if (!latest) throw new Error("There is no audit");
  return latest;
}
const write = (driver_id: number, event: string, more: object) =>
  writeOnlineFeatures(ctx(), {
    feature_view_name: view,
    df: { driver_id: [driver_id], event_timestamp: [event], ...more },
  });

it("what was materialised is what the files say", async () => {
  expect(await audited()).toMatchObject({
    as_of: "2026-01-05T12:00:00.000Z",
    entities: 300,
    sampled: 300,
    newer: 0,
    compared: 600,
    mismatched: 0,
    features: [
      { name: "trips", mismatch_rate: 0, example: null },
      { name: "rate", mismatch_rate: 0, example: null },
    ],
  });
});

it("finds a value that was planted, one that is gone, and none where a push is newer than the files", async () => {
  await write(1, "2026-01-05T10:30:00", { trips: [5], rate: [0.1] });
  stores.clock.set("2026-01-05T13:00:00Z");
  await write(2, "2026-01-05T12:30:00", { trips: [6], rate: [0.2] });
  const { id } = await stores.db.prisma.featureView.findUniqueOrThrow({ where: { name: view } });
  expect(await stores.redis.del(`gwanje:feature:${id}:driver_id=INT64:["3"]`)).toBe(1);
  const audit = await audited();
  expect(audit).toMatchObject({ sampled: 300, newer: 1, mismatched: 4 });
  expect(audit.features[0]).toEqual({
    name: "trips",
    compared: 299,
    mismatched: 2,
    mismatch_rate: 2 / 299,
    example: { entity: { driver_id: "1" }, online: "5", offline: "39" },
  });
});

it("is made by itself after a materialisation, once, and shown with rows and freshness as metrics", async () => {
  await lookAfterViews(ctx(), NEVER);
  await work();
  await lookAfterViews(ctx(), NEVER);
  await work();
  expect((await listAudits(ctx(), { name: view })).data).toHaveLength(1);
  const { data } = await getOnlineStore(ctx(), {});
  expect(data.find((one) => one.view === view)).toMatchObject({ rows: 300, freshness_seconds: 0 });
  const metrics = await metricsRegistry().metrics();
  expect(metrics).toContain(`gwanje_feature_online_rows{feature_view="${view}"} 300`);
  expect(metrics).toContain(`gwanje_feature_skew_ratio{feature_view="${view}",feature="trips"} 0`);
  expect(metrics).toMatch(
    new RegExp(`feast_feature_freshness_seconds\\{feature_view="${view}",project="gwanje"\\} \\d`),
  );
});

it("is refused where nothing can be compared", async () => {
  await createView(ctx(), {
    name: `${view}_bare`,
    entities: ["driver"],
    fields: [{ name: "a", type: "BOOL" }],
  });
  await expect(auditView(ctx(), { name: `${view}_bare` })).rejects.toMatchObject({
    extra: { reason: { code: "view_without_source" } },
  });
  await expect(auditView(ctx(), { name: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

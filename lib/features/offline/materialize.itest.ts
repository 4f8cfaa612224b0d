import { beforeEach, describe, expect, it } from "vitest";
import { workOff } from "@/lib/long-jobs/testing";
import type { SourceRows } from "@/lib/point-in-time/schema";
import { testCtx, testStores } from "@/lib/testing";
import {
  createEntity,
  createSource,
  createView,
  deleteView,
  getOnlineFeatures,
  getView,
  listMaterializations,
  materialization,
  materializeView,
} from "../index";
import { putRows, testEngine } from "../testing";
import { askChild } from "./child";
import { inOwnFolder } from "./own-folder";

const stores = testStores();
const engine = testEngine();
const ctx = () => testCtx(stores, ["features:read", "features:write"]);
let made = 0;
let view = "";

beforeEach(async () => {
  stores.clock.set("2026-01-05T12:00:00Z");
  made += 1;
  view = `stats_${made}`;
  await createEntity(ctx(), { name: `driver_${made}`, join_key: "driver_id", value_type: "INT64" });
  await createSource(ctx(), {
    name: view,
    format: "parquet",
    path: `s3://${stores.storage.bucket}/features/${view}/`,
    timestamp_field: "happened",
    created_timestamp_field: "made",
    field_mapping: { id: "driver_id" },
  });
  await createView(ctx(), {
    name: view,
    entities: [`driver_${made}`],
    fields: [
      { name: "trips", type: "INT64" },
      { name: "names", type: "STRING_LIST" },
    ],
    source: view,
  });
});

type Row = [id: number, trips: number | bigint, happened: string, created: string];
const day = (time: string) => `TIMESTAMP '2026-01-05 ${time}'`;
const rowsSql = (rows: readonly Row[]) =>
  rows
    .map(
      ([id, trips, happened, created]) =>
        `SELECT ${id}::BIGINT AS id, ${trips}::BIGINT AS trips, ['a'] AS names, ${day(happened)} AS happened, ${day(created)} AS made`,
    )
    .join(" UNION ALL ");
const put = (file: string, ...rows: Row[]) =>
  putRows(stores.storage, `features/${view}/${file}.parquet`, rowsSql(rows));
const work = () => workOff(stores, [materialization(engine)]);
async function materialized(more: { start?: string; end?: string } = {}) {
  const started = await materializeView(ctx(), { name: view, ...more });
  await work();
  return started;
}
const history = async () => (await listMaterializations(ctx(), { name: view })).data;
async function online(ids: readonly number[]) {
  const features = [`${view}:trips`];
  const answer = JSON.parse(await getOnlineFeatures(ctx(), { entities: { driver_id: [...ids] }, features }));
  return answer.results[1].values;
}

it("the latest row of each entity in the range is served, of all files", async () => {
  await put("one", [1, 10, "08:00", "08:01"], [1, 11, "09:00", "09:01"], [2, 20, "07:00", "07:00"]);
  await put("two", [1, 12, "09:00", "09:30"], [3, 30, "11:00", "11:00"]);
  await materialized({ start: "2026-01-05T07:00:00Z", end: "2026-01-05T11:00:00Z" });
  expect(await online([1, 2, 3])).toEqual([12, 20, null]);
  expect(await history()).toEqual([
    expect.objectContaining({
      start: "2026-01-05T07:00:00.000Z",
      end: "2026-01-05T11:00:00.000Z",
      state: "succeeded",
      rows: 2,
      error: null,
      duration_seconds: expect.any(Number),
    }),
  ]);
});

it("whole numbers keep all their digits, and a newer row that was pushed stays", async () => {
  await put("one", [1, 9_007_199_254_740_993n, "08:00", "08:00"]);
  await materialized();
  const features = [`${view}:trips`];
  const text = await getOnlineFeatures(ctx(), { entities: { driver_id: [1] }, features });
  expect(text).toContain("9007199254740993");
  await put("one", [1, 5, "07:00", "11:59"]);
  await materialized({ start: "2026-01-05T00:00:00Z" });
  expect(await getOnlineFeatures(ctx(), { entities: { driver_id: [1] }, features })).toContain(
    "9007199254740993",
  );
});

it("without a start it goes on where the last one ended, and takes rows that came late with it", async () => {
  await put("one", [1, 10, "10:00", "10:00"]);
  await materialized();
  stores.clock.set("2026-01-05T13:00:00Z");
  await put("late", [2, 20, "09:00", "12:30"], [3, 30, "09:00", "09:00"]);
  await materialized();
  expect(await online([1, 2, 3])).toEqual([10, 20, null]);
  expect((await history()).map(({ start, end }) => [start, end])).toEqual([
    ["2026-01-05T12:00:00.000Z", "2026-01-05T13:00:00.000Z"],
    ["2025-01-06T12:00:00.000Z", "2026-01-05T12:00:00.000Z"],
  ]);
});

it("one of a view waits or runs at a time", async () => {
  await put("one", [1, 10, "10:00", "10:00"]);
  const [first, second] = await Promise.all([1, 2].map(() => materializeView(ctx(), { name: view })));
  expect(first?.id).toBe(second?.id);
  expect([first?.created, second?.created].sort()).toEqual([false, true]);
  await work();
  expect(await history()).toHaveLength(1);
});

describe("what is wrong is in the history, with the way out, and serves nothing", () => {
  it.each<[string, string, RegExp]>([
    ["no files", "", /no parquet files at s3:/],
    [
      "a column that is missing",
      `SELECT 1 AS id, 1 AS trips, ${day("08:00")} AS happened, ${day("08:00")} AS made`,
      /no column "names"/,
    ],
    [
      "a fraction",
      `SELECT 1 AS id, 1.5 AS trips, ['a'] AS names, ${day("08:00")} AS happened, ${day("08:00")} AS made`,
      /trips has a value that is no INT64: 1\.5/,
    ],
    [
      "a null in a list",
      `SELECT 1 AS id, 1 AS trips, ['a', NULL] AS names, ${day("08:00")} AS happened, ${day("08:00")} AS made`,
      /driver_id=1: names must be a list/,
    ],
  ])("%s", async (_name, select, words) => {
    if (select) await putRows(stores.storage, `features/${view}/one.parquet`, select);
    await materialized();
    expect(await history()).toEqual([
      expect.objectContaining({ state: "failed", error: expect.stringMatching(words) }),
    ]);
    expect(await online([1])).toEqual([null]);
  });

  it("what is no parquet at all", async () => {
    await stores.storage.putBytes(`features/${view}/one.parquet`, "not parquet");
    await materialized();
    const [only] = await history();
    expect(only).toMatchObject({ state: "failed", error: expect.stringMatching(/parquet/i) });
    expect(only?.error).not.toContain("/gwanje-features-");
  });

  it.each<[string, { start?: string; end?: string }, RegExp]>([
    ["an end in the future", { end: "2036-01-01T00:00:00Z" }, /future/],
    [
      "a start after the end",
      { start: "2026-01-05T11:00:00Z", end: "2026-01-05T11:00:00Z" },
      /before the end/,
    ],
  ])("%s is refused at once", async (_name, range, words) => {
    await expect(materializeView(ctx(), { name: view, ...range })).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringMatching(words),
    });
    expect(await history()).toEqual([]);
  });

  it("a view without a source", async () => {
    const bare = `${view}_bare`;
    const fields = [{ name: "x", type: "BOOL" as const }];
    await createView(ctx(), { name: bare, entities: [`driver_${made}`], fields });
    await expect(materializeView(ctx(), { name: bare })).rejects.toMatchObject({
      extra: { reason: { code: "view_without_source" } },
    });
  });

  it("a view that was made again meanwhile is another", async () => {
    await put("one", [1, 10, "10:00", "10:00"]);
    await materializeView(ctx(), { name: view });
    const { version, fields, entities } = await getView(ctx(), { name: view });
    await deleteView(ctx(), { name: view, version });
    await createView(ctx(), { name: view, entities, fields, source: view });
    await work();
    expect(await history()).toEqual([]);
    expect(await online([1])).toEqual([null]);
  });
});

describe("an attempt that is cut short", () => {
  const COUNT = 1_200;
  const many = (trips: string) =>
    putRows(
      stores.storage,
      `features/${view}/many.parquet`,
      `SELECT range AS id, ${trips} AS trips, ['a'] AS names, ${day("08:00")} AS happened, ${day("08:00")} AS made FROM range(${COUNT})`,
    );
  const input = async () => {
    const { id } = await stores.db.prisma.featureView.findUniqueOrThrow({ where: { name: view } });
    const range = { start: "2026-01-05T00:00:00.000Z", end: "2026-01-05T12:00:00.000Z" };
    return { id: "job_x", input: { view, view_id: String(id), ...range, is_incremental: false } };
  };
  /** Stops after the first rows are written; returns what it kept. */
  async function cutShort() {
    const stop = new AbortController();
    let kept: unknown = null;
    const attempt = materialization(engine).resume(
      { ...(await input()), checkpoint: null },
      {
        ctx: ctx(),
        signal: stop.signal,
        progress: (_now, checkpoint) => {
          kept = checkpoint;
          stop.abort(new Error("stopped"));
        },
      },
    );
    await expect(attempt).rejects.toThrow();
    return kept;
  }
  const goOn = async (checkpoint: unknown) =>
    materialization(engine).resume(
      { ...(await input()), checkpoint },
      { ctx: ctx(), signal: new AbortController().signal, progress: () => {} },
    );
  const keys = async () => {
    const { id } = await stores.db.prisma.featureView.findUniqueOrThrow({ where: { name: view } });
    return stores.redis.keys(`gwanje:feature:${id}:*`);
  };

  it("is gone on with behind what was written", async () => {
    await many("range");
    const checkpoint = await cutShort();
    const written = await keys();
    expect(written).toHaveLength(500);
    await stores.redis.del(written);
    expect(await goOn(checkpoint)).toEqual({ rows: COUNT });
    expect(await keys()).toHaveLength(COUNT - 500);
  });

  it("begins anew when the files are others by then", async () => {
    await many("range");
    const checkpoint = await cutShort();
    await many("range + 1");
    await goOn(checkpoint);
    expect(await online([0, COUNT - 1])).toEqual([1, COUNT]);
  });
});

describe("the process that reads", () => {
  const job = { kind: "latest", startUs: 0, endUs: 1, lateSinceUs: null } as const;
  const source: SourceRows = {
    name: "s",
    files: { format: "parquet", names: ["none.parquet"] },
    timestampField: "t",
    createdField: null,
    keys: [],
    features: [],
  };
  async function asked(more: Partial<typeof engine>, signal = new AbortController().signal) {
    return inOwnFolder(async (dir) => {
      for await (const _ of askChild({ ...engine, ...more }, dir, { ...job, source }, signal));
    });
  }

  it("is killed at its deadline", async () => {
    await expect(asked({ deadlineMs: 1 })).rejects.toThrow(/took longer/);
  });
  it("that ends early is a failure", async () => {
    await expect(asked({ program: "/nowhere/feature-query.js" })).rejects.toThrow(/ended early/);
  });
  it("says what it was refused", async () => {
    await expect(asked({})).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

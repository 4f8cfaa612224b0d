import { beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { createEndpoint } from "@/lib/endpoints";
import { registry } from "@/lib/endpoints/testing";
import { createDb, poolSql } from "@/lib/platform/db";
import { ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { getPrediction, giveFeedback, listPredictions, predictionDaysJob, readQuality } from "./index";
import { drainPredictions, predictionLogOf } from "./record";
import { findDays } from "./repository/partitions";
import { storePrediction, trialPrediction } from "./testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores, ["predictions:read", "predictions:run"]);
const NOW = "2026-01-05T09:00:00.000Z";
let endpoint = "";
let made = 0;

beforeAll(() => stubEnv(stores.env));
beforeEach(async () => {
  stores.clock.set(NOW);
  made += 1;
  endpoint = `logged-${made}`;
  const name = await model();
  await version(name, { "model.onnx": "x" });
  await createEndpoint(testCtx(stores), { name: endpoint, variant: { model: name, version: 1 } });
});
const store = (changes: Parameters<typeof storePrediction>[1] = {}) =>
  storePrediction(stores, { endpoint, ...changes });
const listed = async (query: Parameters<typeof listPredictions>[1] = {}) =>
  (await listPredictions(ctx(), { endpoint, ...query })).data.map(({ id }) => id);

describe("the log", () => {
  it("gives back what it was given, digit for digit", async () => {
    const features = {
      service: "all",
      views: [
        {
          view: "trips",
          features: ["rate"],
          rows: [
            {
              entity: { driver: "9007199254740993" },
              values: [0.1],
              statuses: ["PRESENT"],
              event_timestamp: "2026-01-05T08:30:00Z",
            },
          ],
        },
      ],
    };
    const id = await store({
      request: '[{"id":"9007199254740993","x":1e-7,"z":-0,"name":"\\u0000\\ud800"}]',
      features: JSON.stringify(features),
      given: '[{"rate":0.1}]',
      response: '[{"y":0.30000000000000004,"none":null}]',
      traceId: "0af7651916cd43dd8448eb211c80319c",
      runId: "run_1",
    });
    const found = await getPrediction(ctx(), { prediction_id: id });
    expect(found).toMatchObject({
      id,
      at: NOW,
      endpoint,
      model: { name: "m", version: 1 },
      outcome: "ok",
      given: [{ rate: 0.1 }],
      response: [{ y: 0.30000000000000004, none: null }],
      total_ms: 1,
      latency_ms: { parse: 0.1, run: 0.8 },
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      run_id: "run_1",
      feedback: [],
    });
    expect(found.request).toEqual([{ id: "9007199254740993", x: 1e-7, z: -0, name: "\0\ud800" }]);
    expect(found.features?.views[0]?.rows[0]).toEqual({ ...features.views[0]?.rows[0], age_seconds: 1_800 });
  });

  it("writes a batch once, however often it is sent", async () => {
    const row = trialPrediction(stores, { endpoint });
    for (let sent = 0; sent < 2; sent++) {
      predictionLogOf(stores).add(row);
      await drainPredictions(stores);
    }
    expect(await listed()).toEqual([row.id]);
  });

  it("is lists of pages, the newest first", async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      stores.clock.advance(1);
      ids.unshift(await store());
    }
    stores.clock.advance(1_000);
    const first = await listPredictions(ctx(), { endpoint, limit: 2 });
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([ids.slice(0, 2), true]);
    const { data, has_more } = await listPredictions(ctx(), {
      endpoint,
      limit: 2,
      cursor: first.next_cursor ?? "",
    });
    expect([data.map(({ id }) => id), has_more]).toEqual([ids.slice(2), false]);
  });

  it("is filtered by all that a row says", async () => {
    const one = await store({ variant: 2, model: { name: "other", version: 7 }, traceId: "a".repeat(32) });
    const bad = await store({ outcome: "invalid", error: "no", response: null });
    const named = await store({
      request: '[{"driver":"50%_a"}]',
      caller: { type: "token", id: "tok_9", name: "Batch Job" },
    });
    await giveFeedback(ctx(), { endpoint, feedback: [{ prediction_id: one, label: 1 }] });
    expect((await listed()).sort()).toEqual([one, bad, named].sort());
    for (const [query, found] of [
      [{ model: "other" }, one],
      [{ version: 7 }, one],
      [{ variant: 2 }, one],
      [{ trace_id: "a".repeat(32) }, one],
      [{ feedback: "yes" }, one],
      [{ outcome: "error" }, bad],
      [{ outcome: "invalid" }, bad],
      [{ caller: "batch" }, named],
      [{ caller: "tok_9" }, named],
      [{ text: "0%_A" }, named],
    ] as const)
      expect(await listed(query), JSON.stringify(query)).toEqual([found]);
    expect(await listed({ text: "%" })).toEqual([named]);
    expect(await listed({ feedback: "no", outcome: "ok" })).toEqual([named]);
    expect(await listed({ to: NOW })).toEqual([]);
    expect(await listPredictions(ctx(), { endpoint: "nobody", to: "0001-01-02T00:00:00Z" })).toMatchObject({
      data: [],
    });
  });

  it("is read by those who may", async () => {
    await expect(listPredictions(testCtx(stores, ["endpoints:read"]), {})).rejects.toThrow(ForbiddenError);
    for (const prediction_id of [newId("pred", Date.parse(NOW)), "pred_x"])
      await expect(getPrediction(ctx(), { prediction_id })).rejects.toThrow(NotFoundError);
  });

  it("says how many it had no room for", async () => {
    const log = predictionLogOf(stores);
    const huge = trialPrediction(stores, { endpoint, request: `"${"x".repeat(33 * 1024 ** 2)}"` });
    expect([log.add(huge), log.add(huge)]).toEqual([false, false]);
    await drainPredictions(stores);
    expect(await listPredictions(ctx(), { endpoint })).toMatchObject({ data: [], lost: 2 });
    expect((await listPredictions(ctx(), { endpoint, from: "2026-01-05T10:00:00Z" })).lost).toBe(0);
  });

  it("makes the partition of a day once, when two writers find none", async () => {
    stores.clock.set("2027-03-01T00:00:00Z");
    const rows = [1, 2].map(() => trialPrediction(stores, { endpoint }));
    const take = "SELECT pg_advisory_xact_lock(hashtext('prediction'), hashtext('2027-03-01'))::text";
    const db = createDb(stores.env.DATABASE_URL, 4);
    const other = { db, log: stores.log };
    const { both } = await whileHeld(
      stores.db.pool,
      (sql) => sql.rows(take),
      async () => {
        for (const [at, deps] of [stores, other].entries()) {
          const row = rows[at];
          if (row) predictionLogOf(deps).add(row);
        }
        const both = Promise.all([drainPredictions(stores), drainPredictions(other)]);
        await waitForLocked(stores.db.pool, 2);
        return { both };
      },
    );
    await both;
    await db.close();
    expect((await listed({ from: "2027-03-01T00:00:00Z" })).sort()).toEqual(rows.map(({ id }) => id).sort());
  });
});

describe("feedback", () => {
  const give = async (...feedback: Parameters<typeof giveFeedback>[1]["feedback"]) =>
    (await giveFeedback(ctx(), { endpoint, feedback })).feedback.map(({ status }) => status);
  const labels = async (id: string) =>
    (await getPrediction(ctx(), { prediction_id: id })).feedback.map(({ row, label, time }) => [
      row,
      label,
      time,
    ]);

  it("joins its row once, and another label replaces it", async () => {
    const id = await store({ rows: 3, keptRows: 2 });
    const one = { prediction_id: id, row: 2, label: 0.5, time: "2026-01-05T12:00:00.000Z" };
    expect(await give(one, { prediction_id: id, label: "late" })).toEqual(["joined", "joined"]);
    expect(await give(one, { ...one, row: 3 })).toEqual(["repeated", "no_such_row"]);
    expect(await give({ ...one, label: true })).toEqual(["replaced"]);
    expect(await labels(id)).toEqual([
      [0, "late", null],
      [2, true, "2026-01-05T12:00:00.000Z"],
    ]);
  });

  it("of two labels of one row in a request the last one counts", async () => {
    const id = await store();
    expect(await give({ prediction_id: id, label: 1 }, { prediction_id: id, label: 2 })).toEqual([
      "joined",
      "joined",
    ]);
    expect(await labels(id)).toEqual([[0, 2, null]]);
  });

  it("that comes before its prediction joins when that is written", async () => {
    const row = trialPrediction(stores, { endpoint });
    expect(await give({ prediction_id: row.id, label: 7 })).toEqual(["pending"]);
    expect(await give({ prediction_id: row.id, label: 7 })).toEqual(["repeated"]);
    predictionLogOf(stores).add(row);
    await drainPredictions(stores);
    expect(await labels(row.id)).toEqual([[0, 7, null]]);
  });

  it("for what the log will never have is unknown, and nothing is kept", async () => {
    const elsewhere = await store({ endpoint: "elsewhere" });
    const at = Date.parse(NOW);
    const ids = [
      elsewhere,
      newId("pred", at - 3_600_001),
      newId("pred", at + 120_000),
      "pred_1",
      newId("run", at),
    ];
    expect(await give(...ids.map((prediction_id) => ({ prediction_id, label: 1 })))).toEqual(
      ids.map(() => "unknown"),
    );
    const [row] = await poolSql(stores.db.pool).rows(
      "SELECT count(*)::int AS count FROM prediction_feedback WHERE endpoint = $1",
      [endpoint],
    );
    expect(row).toEqual({ count: 0 });
  });

  it("of an endpoint that is not there is refused, and of others in the same moment taken", async () => {
    const id = await store();
    const feedback = [{ prediction_id: id, label: 1 }];
    const [taken, refused] = await Promise.allSettled([
      giveFeedback(ctx(), { endpoint, feedback }),
      giveFeedback(ctx(), { endpoint: "nobody", feedback }),
    ]);
    expect(taken.status).toBe("fulfilled");
    expect(refused).toMatchObject({ reason: expect.any(NotFoundError) });
  });
});

describe("quality", () => {
  it("is told for each day, variant and version, by what came true", async () => {
    const judged = async (
      score: number,
      label: number | boolean,
      changes: Parameters<typeof store>[0] = {},
    ) => {
      const id = await store({
        response: JSON.stringify([{ label: 1, probabilities: [1 - score, score] }]),
        ...changes,
      });
      await giveFeedback(ctx(), { endpoint, feedback: [{ prediction_id: id, label }] });
    };
    await judged(0.9, 1);
    await judged(0.8, true);
    await judged(0.2, 0);
    await judged(0.6, 0, { variant: 2, model: { name: "m", version: 2 } });
    stores.clock.set("2026-01-06T09:00:00.000Z");
    await judged(0.4, 1);
    await store();
    const quality = await readQuality(ctx(), { endpoint });
    expect(quality).toMatchObject({ labels: 5, complete: true });
    const asked = await readQuality(ctx(), { endpoint, output: "probabilities.1" });
    const short = asked.data.map(({ day, variant, model: { version }, labels, auc }) => [
      day,
      variant,
      version,
      labels,
      auc,
    ]);
    expect(short).toEqual([
      ["2026-01-05", 1, 1, 3, 1],
      ["2026-01-05", 2, 2, 1, null],
      ["2026-01-06", 1, 1, 1, null],
    ]);
    expect(asked.data[1]).toMatchObject({
      brier: expect.closeTo(0.36, 12),
      calibration: [{ count: 1, rate: 0 }],
    });
    expect((await readQuality(ctx(), { endpoint, output: "label" })).data[0]).toMatchObject({ judged: 3 });
    expect((await readQuality(ctx(), { endpoint, output: "nothing.0" })).data[0]).toMatchObject({
      labels: 3,
      judged: 0,
      auc: null,
    });
  });

  it("of numbers is their error, and of an endpoint without answers nothing", async () => {
    for (const [y, label] of [
      [10, 12],
      [3, 2],
    ] as const) {
      const id = await store({ response: JSON.stringify([{ y }]) });
      await giveFeedback(ctx(), { endpoint, feedback: [{ prediction_id: id, label }] });
    }
    const { output, outputs, data } = await readQuality(ctx(), { endpoint });
    expect([output, outputs]).toEqual(["y", ["y"]]);
    expect(data).toMatchObject([{ mean_error: 1.5, rmse: expect.closeTo(Math.sqrt(2.5), 12), auc: null }]);
    expect(await readQuality(ctx(), { endpoint: "nobody" })).toMatchObject({ output: null, data: [] });
  });
});

test("days that were kept long enough go, with their feedback", async () => {
  const labelled = async () => {
    const id = await store();
    await giveFeedback(ctx(), { endpoint, feedback: [{ prediction_id: id, label: 1 }] });
    return id;
  };
  stores.clock.set("2026-02-01T23:59:59.999Z");
  const old = await labelled();
  stores.clock.set("2026-02-02T00:00:00.000Z");
  const young = await labelled();
  const job = predictionDaysJob(3);
  const round = () => job.run({ ctx: testCtx(stores), reason: "due", signal: new AbortController().signal });
  stores.clock.set("2026-02-05T12:00:00.000Z");
  await round();
  expect(await listed({ from: "2026-02-01T00:00:00Z" })).toEqual([young]);
  const kept = await poolSql(stores.db.pool).rows(
    "SELECT prediction_id AS id FROM prediction_feedback WHERE endpoint = $1",
    [endpoint],
  );
  expect(kept).toEqual([{ id: young }]);
  await expect(getPrediction(ctx(), { prediction_id: old })).rejects.toThrow(NotFoundError);
  const days = await findDays(poolSql(stores.db.pool));
  expect(days).toContain("2026-02-06");
  expect(days.filter((day) => day < "2026-02-02")).toEqual([]);
});

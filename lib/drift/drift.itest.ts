import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEndpoint } from "@/lib/endpoints";
import { registry } from "@/lib/endpoints/testing";
import { logInputs } from "@/lib/experiments";
import { putRows, testEngine } from "@/lib/features/testing";
import { workOff } from "@/lib/long-jobs/testing";
import { ForbiddenError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { storePrediction } from "@/lib/predictions/testing";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { deleteReference, getReference, readDrift, referenceProfile, setReference } from "./index";

const stores = testStores();
const engine = testEngine();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
const reader = () => testCtx(stores, ["predictions:read"]);
let endpoint = "";
let name = "";
let made = 0;

beforeAll(() => stubEnv(stores.env));
beforeEach(async () => {
  stores.clock.set("2026-01-05T09:30:00Z");
  made += 1;
  endpoint = `drifting-${made}`;
  name = await model();
  await version(name, { "model.onnx": "x" });
  await createEndpoint(ctx(), { name: endpoint, variant: { model: name, version: 1 } });
});

/** One prediction with these rows, an hour behind the one before. */
async function asked(rows: readonly object[], changes: Parameters<typeof storePrediction>[1] = {}) {
  const request = JSON.stringify(rows);
  const counts = { rows: rows.length, keptRows: rows.length };
  await storePrediction(stores, { endpoint, request, ...counts, model: { name, version: 1 }, ...changes });
  stores.clock.advance(3_600_000);
}
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({ x: from + at, kind: at % 2 === 0 ? "a" : "b" }));
const urlOf = (key: string) => `s3://${stores.storage.bucket}/${key}`;

/** Half of the values in each of the first two tenths: two shares of 0.5 for 0.1, and eight of nothing, which count as 0.0001. */
const SHIFTED = 2 * (0.5 - 0.1) * Math.log(5) + 8 * (0.0001 - 0.1) * Math.log(0.001);

it("measures a shift against a window of the endpoint's own, hour by hour", async () => {
  await asked(numbers(0, 1_000));
  await setReference(ctx(), {
    endpoint,
    reference: { from: "2026-01-05T09:00:00Z", to: "2026-01-05T10:00:00Z" },
  });
  await asked(numbers(0, 1_000));
  await asked(numbers(0, 200));
  const drift = await readDrift(reader(), { endpoint, from: "2026-01-05T10:00:00Z" });
  expect(drift).toMatchObject({
    reference: { kind: "window", state: "ready", rows: 1_000, found_by: "choice" },
    ...{ predictions: 2, rows: 1_200, complete: true, variants: [1], bucket: "hour" },
  });
  const [x, kind] = drift.inputs;
  expect([x?.name, kind?.name]).toEqual(["x", "kind"]);
  expect(x?.buckets.map(({ at, rows }) => [at.slice(11, 13), rows])).toEqual([
    ["10", 1_000],
    ["11", 200],
    ["12", 0],
  ]);
  expect(x?.buckets.map(({ psi }) => psi)).toEqual([0, expect.closeTo(SHIFTED, 10), null]);
  expect(x?.buckets[1]?.ks).toBeCloseTo(0.8, 2);
  expect(kind).toMatchObject({
    psi: 0,
    ks: null,
    level: "none",
    buckets: [{ psi: 0 }, { psi: 0 }, { psi: null }],
  });
  const last = await readDrift(reader(), { endpoint, from: "2026-01-05T11:00:00Z" });
  expect(last.inputs[0]).toMatchObject({
    ...{ name: "x", level: "large", psi: expect.closeTo(SHIFTED, 10) },
    ...{ median: 99, reference_median: 499, reference_rows: 1_000 },
  });
});

it("takes rows as the model was given them, one variant at a time", async () => {
  await asked([{ id: 7 }], { given: '[{"rate":0.5}]', variant: 1 });
  await asked([{ id: 7 }], { given: '[{"rate":0.25}]', variant: 2 });
  const drift = await readDrift(reader(), { endpoint, variant: 2, from: "2026-01-05T09:00:00Z" });
  expect(drift).toMatchObject({ reference: null, variants: [2], predictions: 1 });
  expect(drift.inputs).toMatchObject([{ name: "rate", level: "no_reference", median: 0.25, psi: null }]);
});

describe("a file", () => {
  it("is counted by a long job, and then compared", async () => {
    await putRows(
      stores.storage,
      "training/trips.parquet",
      "SELECT i AS x, 'a' AS kind FROM range(1000) t(i)",
    );
    const path = urlOf("training/trips.parquet");
    const { reference } = await setReference(ctx(), { endpoint, reference: { path } });
    expect(reference).toMatchObject({ kind: "file", source: path, state: "counting", rows: null });
    await workOff(stores, [referenceProfile(engine)]);
    expect((await getReference(reader(), { endpoint })).reference).toMatchObject({
      ...{ state: "ready", rows: 1_000, columns: ["x", "kind"] },
    });
    await asked(numbers(0, 200));
    const { inputs } = await readDrift(reader(), { endpoint, from: "2026-01-05T09:00:00Z" });
    expect(inputs.map((one) => [one.name, one.level])).toEqual([
      ["x", "large"],
      ["kind", "large"],
    ]);
    expect(inputs[0]?.psi).toBeCloseTo(SHIFTED, 10);
  });

  it("that cannot be read is a reference that failed, with the reason", async () => {
    await stores.storage.putBytes("training/odd.parquet", "nothing of the kind");
    await setReference(ctx(), { endpoint, reference: { path: urlOf("training/odd.parquet") } });
    await workOff(stores, [referenceProfile(engine)]);
    const { reference } = await getReference(reader(), { endpoint });
    expect(reference).toMatchObject({ state: "failed", error: expect.stringMatching(/odd|parquet/i) });
  });
});

it("is the training set that the run of the version logged, unless one was chosen", async () => {
  const profile = {
    rows: 300,
    columns: [{ name: "x", kind: "number", rows: 300, nulls: 0, edges: [[1, 0, 300]] }],
  };
  await stores.storage.putBytes("features/training-sets/job_1/profile.json", JSON.stringify(profile));
  const row = await stores.db.pool.query<{ run: string }>(
    "SELECT replace(v.run_id::text, '-', '') AS run FROM model_version v JOIN registered_model m USING (model_id) WHERE m.name = $1",
    [name],
  );
  const source = JSON.stringify({ uri: urlOf("features/training-sets/job_1/data.parquet") });
  const dataset = { name: "train", digest: "1", source_type: "s3", source };
  await logInputs(ctx(), { run_id: row.rows[0]?.run ?? "", datasets: [{ dataset, tags: [] }] });
  await asked(new Array(300).fill({ x: 1 }));
  const from = "2026-01-05T09:00:00Z";
  expect(await readDrift(reader(), { endpoint, from })).toMatchObject({
    reference: { kind: "training_set", source: "job_1", found_by: "lineage" },
    inputs: [{ name: "x", psi: 0, level: "none" }],
  });
  await setReference(ctx(), { endpoint, reference: { training_set: "job_1" } });
  expect((await readDrift(reader(), { endpoint, from })).reference).toMatchObject({ found_by: "choice" });
  await deleteReference(ctx(), { endpoint });
  expect((await readDrift(reader(), { endpoint, from })).reference).toMatchObject({ found_by: "lineage" });
});

it("refuses what is not there, not allowed, or too much", async () => {
  const refused = (reference: Parameters<typeof setReference>[1]["reference"]) =>
    expect(setReference(ctx(), { endpoint, reference })).rejects;
  await refused({ training_set: "job_none" }).toMatchObject({
    message: expect.stringMatching(/no training set/),
  });
  await refused({ path: urlOf("training/none.parquet") }).toThrow(/no object/);
  await refused({ path: urlOf("training/x.json") }).toThrow(InvalidError);
  await refused({ path: urlOf("code/x.parquet") }).toThrow(/reserved/);
  await refused({ path: "s3://other/x.parquet" }).toThrow(/bucket/);
  await refused({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }).toThrow(
    /no answered prediction/,
  );
  await expect(
    setReference(testCtx(stores, ["endpoints:write"]), { endpoint, reference: { path: urlOf("a.parquet") } }),
  ).rejects.toThrow(ForbiddenError);
  await expect(setReference(reader(), { endpoint, reference: { training_set: "x" } })).rejects.toThrow(
    ForbiddenError,
  );
  await expect(readDrift(reader(), { endpoint: "none" })).rejects.toThrow(NotFoundError);
  const long = {
    endpoint,
    from: "2026-01-01T00:00:00Z",
    to: "2026-01-05T00:00:00Z",
    bucket: "hour",
  } as const;
  await expect(readDrift(reader(), long)).rejects.toThrow(/bucket=day/);
  expect((await readDrift(reader(), { ...long, bucket: "day" })).inputs).toEqual([]);
});

it("stands in the audit log", async () => {
  await asked([{ x: 1 }]);
  await setReference(ctx(), {
    endpoint,
    reference: { from: "2026-01-05T09:00:00Z", to: "2026-01-05T10:00:00Z" },
  });
  await deleteReference(ctx(), { endpoint });
  const { rows } = await stores.db.pool.query<{ action: string }>(
    "SELECT action FROM audit_log WHERE target_id = $1 AND action LIKE '%reference' ORDER BY id",
    [endpoint],
  );
  expect(rows.map(({ action }) => action)).toEqual(["endpoint.set_reference", "endpoint.remove_reference"]);
});

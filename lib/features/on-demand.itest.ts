import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { getLongJob } from "@/lib/long-jobs";
import { workOff } from "@/lib/long-jobs/testing";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import { withFolder } from "@/lib/point-in-time/testing";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeOnDemandView,
  changeView,
  createEntity,
  createOnDemandView,
  createService,
  createSource,
  createView,
  deleteOnDemandView,
  deleteService,
  deleteView,
  getOnlineFeatures,
  listOnDemandViews,
  lookUpFeatures,
  makeTrainingSet,
  materialization,
  materializeView,
  trainingSet,
  tryOnDemandView,
  writeOnlineFeatures,
} from "./index";
import type { ComputedField, FeatureField } from "./schema";
import { putRows, testEngine } from "./testing";

const stores = testStores();
const engine = testEngine();
const ctx = () => testCtx(stores);
const NOW = "2026-01-05T09:00:00Z";
const FIELDS: FeatureField[] = [
  { name: "d", type: "DOUBLE" },
  { name: "n", type: "INT64" },
  { name: "f", type: "FLOAT" },
  { name: "s", type: "STRING" },
  { name: "b", type: "BOOL" },
  { name: "many", type: "INT64_LIST" },
];
const INPUTS = { d: "base:d", n: "base:n", f: "base:f", s: "base:s", b: "base:b" };
const double = (expression: string): ComputedField => ({ name: "out", type: "DOUBLE", expression });

beforeEach(() => stores.clock.set(NOW));
beforeAll(async () => {
  stores.clock.set(NOW);
  await createEntity(ctx(), { name: "id", value_type: "INT64" });
  await createSource(ctx(), {
    name: "base",
    format: "parquet",
    path: `s3://${stores.storage.bucket}/features/base.parquet`,
    timestamp_field: "at",
  });
  await createView(ctx(), { name: "base", entities: ["id"], fields: FIELDS, source: "base" });
  await createOnDemandView(ctx(), {
    name: "computed",
    inputs: INPUTS,
    request: [{ name: "more", type: "DOUBLE" }],
    features: [
      { name: "sum", type: "DOUBLE", expression: "d + more" },
      { name: "or_zero", type: "DOUBLE", expression: "coalesce(d, 0.0)" },
      { name: "tenth", type: "INT64", expression: "100 / n" },
    ],
  });
});

const df = (id: number, values: Record<string, unknown>) => ({
  feature_view_name: "base",
  df: Object.fromEntries(
    Object.entries({ id, event_timestamp: "2026-01-05T08:00:00Z", ...values }).map(([name, one]) => [
      name,
      [one],
    ]),
  ),
});
async function ask(features: string[], entities: Record<string, unknown[]>, more: object = {}) {
  const text = await getOnlineFeatures(ctx(), {
    features: features.map((name) => `computed:${name}`),
    entities,
    ...more,
  });
  const { metadata, results } = JSON.parse(quoteLargeNumbers(text));
  return Object.fromEntries(
    metadata.feature_names.map((name: string, at: number) => [
      name,
      [results[at].values, results[at].statuses],
    ]),
  );
}

describe("an on-demand feature", () => {
  it("is computed of stored values and of the request, null where an input is", async () => {
    await writeOnlineFeatures(ctx(), df(1, { d: 1.5, n: 30 }));
    await writeOnlineFeatures(ctx(), df(2, { d: null, n: 7 }));
    expect(await ask(["sum", "or_zero", "tenth"], { id: [1, 2, 3], more: [1, 1, null] })).toEqual({
      id: [[1, 2, 3], Array(3).fill("PRESENT")],
      sum: [
        [2.5, null, null],
        ["PRESENT", "NULL_VALUE", "NULL_VALUE"],
      ],
      or_zero: [[1.5, 0, 0], Array(3).fill("PRESENT")],
      tenth: [
        [3, 14, null],
        ["PRESENT", "PRESENT", "NULL_VALUE"],
      ],
    });
  });

  it("is part of a service, beside features of views", async () => {
    await writeOnlineFeatures(ctx(), df(11, { d: 2, n: 5 }));
    await createService(ctx(), { name: "both", features: ["base:n", "computed:sum"] });
    const text = await getOnlineFeatures(ctx(), {
      feature_service: "both",
      entities: { id: [11], more: [0.5] },
      full_feature_names: true,
    });
    const { metadata, results } = JSON.parse(text);
    expect(metadata.feature_names).toEqual(["id", "base__n", "computed__sum"]);
    expect(results.map((one: { values: unknown[] }) => one.values)).toEqual([[11], [5], [2.5]]);
    const looked = await lookUpFeatures(ctx(), {
      feature_service: "both",
      entities: { id: [11], more: [0.5] },
    });
    expect(looked.data[0]?.views).toMatchObject([
      { view: "base", features: [{ name: "n", value: 5 }] },
      { view: "computed", features: [{ name: "sum", value: 2.5, status: "PRESENT" }] },
    ]);
    await expect(deleteOnDemandView(ctx(), { name: "computed", version: 1 })).rejects.toThrow(
      /services both/,
    );
    await deleteService(ctx(), { name: "both", version: 1 });
  });

  it("that cannot be computed is named with its row and the way out", async () => {
    await writeOnlineFeatures(ctx(), df(21, { n: 0 }));
    await expect(ask(["tenth"], { id: [1, 21], more: [1, 1] })).rejects.toThrow(
      /computed:tenth cannot be computed for row 1: division by zero/,
    );
    await expect(ask(["sum"], { id: [1] })).rejects.toThrow(/computed needs more of the request/);
    await expect(ask(["sum"], { id: [1], more: ["x"] })).rejects.toThrow(
      /entities.more, row 0: must be a number/,
    );
    await expect(ask(["sum"], { more: [1] })).rejects.toThrow(/join key id is missing/);
    await expect(ask(["none"], { id: [1], more: [1] })).rejects.toThrow(/There are: sum, or_zero, tenth/);
  });

  it("costs what is known before: too much of it is refused", async () => {
    const expression = Array.from({ length: 90 }, () => "more").join(" + ");
    const features = Array.from({ length: 20 }, (_, at) => ({
      ...double(expression),
      name: `out${at}`,
    }));
    await createOnDemandView(ctx(), { name: "heavy", request: [{ name: "more", type: "DOUBLE" }], features });
    const asked = features.map(({ name }) => `heavy:${name}`);
    const rows = (count: number) => ({ features: asked, entities: { more: Array(count).fill(1) } });
    await expect(getOnlineFeatures(ctx(), rows(1_000))).rejects.toThrow(/Ask for fewer rows/);
    const { results } = JSON.parse(await getOnlineFeatures(ctx(), rows(2)));
    expect(results[0].values).toEqual([90, 90]);
  });
});

describe("a definition", () => {
  test.each<[string, object, RegExp, string]>([
    ["an unknown view", { inputs: { x: "none:d" } }, /no view "none"/, "/inputs/x"],
    ["an unknown feature", { inputs: { x: "base:none" } }, /There are: d, n/, "/inputs/x"],
    ["a list", { inputs: { x: "base:many" } }, /INT64_LIST, which expressions do not read/, "/inputs/x"],
    ["an on-demand view", { inputs: { x: "computed:sum" } }, /no view "computed"/, "/inputs/x"],
    ["a name twice", { request: [{ name: "d", type: "DOUBLE" }] }, /name of an input/, "/request/0/name"],
    ["a word of the language", { inputs: { in: "base:d" } }, /word of the language/, "/inputs/in"],
    [
      "a wrong expression",
      { features: [double("d + 1")] },
      /expression of out is wrong/,
      "/features/0/expression",
    ],
    [
      "another type",
      { features: [double("n")] },
      /it is int, and DOUBLE is double/,
      "/features/0/expression",
    ],
    ["two of a name", { features: [double("d"), double("d")] }, /twice/, "/features/1/name"],
  ])("with %s is refused with the field and why", async (_, wrong, words, pointer) => {
    const good = { name: "refused", inputs: { d: "base:d", n: "base:n" }, features: [double("d")] };
    await expect(createOnDemandView(ctx(), { ...good, ...wrong })).rejects.toMatchObject({
      message: expect.stringMatching(words),
      extra: { errors: [expect.objectContaining({ pointer })] },
    });
  });

  it("shares its name with views, and keeps what it reads", async () => {
    const computed = { name: "base", inputs: { d: "base:d" }, features: [double("d")] };
    await expect(createOnDemandView(ctx(), computed)).rejects.toThrow(/already a view "base"/);
    await expect(createView(ctx(), { name: "computed", entities: ["id"], fields: FIELDS })).rejects.toThrow(
      /already a on-demand view|already an on-demand view/,
    );
    await createView(ctx(), { name: "kept", entities: ["id"], fields: FIELDS });
    await createOnDemandView(ctx(), { ...computed, name: "reader", inputs: { d: "kept:d" } });
    const change = (fields: FeatureField[]) =>
      changeView(ctx(), { name: "kept", version: 1, change: { fields } });
    await expect(deleteView(ctx(), { name: "kept", version: 1 })).rejects.toThrow(/on-demand views reader/);
    await expect(change(FIELDS.slice(1))).rejects.toThrow(/on-demand views reader/);
    await expect(change([{ name: "d", type: "INT64" }])).rejects.toThrow(/kept:d/);
    await change(FIELDS.slice(0, 2));
    await deleteOnDemandView(ctx(), { name: "reader", version: 1 });
    await deleteView(ctx(), { name: "kept", version: 2 });
  });

  it("has a next version when what is computed changes, and is served at once", async () => {
    const name = "changing";
    await createOnDemandView(ctx(), { name, inputs: { d: "base:d" }, features: [double("d")] });
    const version = async (change: Parameters<typeof changeOnDemandView>[1]["change"]) => {
      const { data } = await listOnDemandViews(ctx(), {});
      const before = data.find((one) => one.name === name);
      return changeOnDemandView(ctx(), { name, version: before?.version, change });
    };
    expect(await version({ owner: "ada" })).toMatchObject({ schema_version: 0, owner: "ada" });
    expect(await version({ features: [double("d * 2.0")] })).toMatchObject({ schema_version: 1 });
    await expect(version({ inputs: {} })).rejects.toThrow(/Unknown variable: d/);
  });
});

const RATES: ComputedField[] = [
  { name: "o0", type: "DOUBLE", expression: "d * 3.0 / (d + 1.0) - more" },
  { name: "o1", type: "INT64", expression: "is_null(n) ? -1 : n % 7 + n / 3" },
  { name: "o2", type: "FLOAT", expression: "f * f + d" },
  { name: "o3", type: "STRING", expression: "coalesce(s, 'none') + '/' + string(more > 0.0)" },
  { name: "o4", type: "BOOL", expression: "b || d > 0.5 && s != ''" },
  { name: "o5", type: "DOUBLE", expression: "log(abs(d)) + sqrt(f) + exp(min(d, 3.0))" },
  { name: "o6", type: "INT32", expression: "s.size() + (b ? 1 : 0)" },
  { name: "o7", type: "INT64", expression: "n" },
];
const row = fc.record({
  d: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })),
  n: fc.option(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })),
  f: fc.option(
    fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) }),
  ),
  s: fc.option(fc.string({ maxLength: 8, unit: fc.constantFrom("a", "B", " ", "é", "한", '"', "\\", "😀") })),
  b: fc.option(fc.boolean()),
  more: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e3, max: 1e3 })),
});

it("gives the same online and in a training set, whatever the rows", async () => {
  await createOnDemandView(ctx(), {
    name: "rates",
    inputs: INPUTS,
    request: [{ name: "more", type: "DOUBLE" }],
    features: RATES,
  });
  const rows = fc.sample(row, 300);
  // A number as text is read exactly; as a literal it would go through a decimal.
  const sql = (value: unknown) => (value === null ? "NULL" : `'${String(value).replaceAll("'", "''")}'`);
  const values = rows.map((one, id) => `(${id}, ${Object.values(one).map(sql).join(", ")})`).join(", ");
  const table = `(VALUES ${values}) AS t(id, ${Object.keys(rows[0] ?? {}).join(", ")})`;
  await putRows(
    stores.storage,
    "features/base.parquet",
    `SELECT id::BIGINT AS id, d::DOUBLE AS d, n::BIGINT AS n, f::FLOAT AS f, s::VARCHAR AS s, b::BOOLEAN AS b,
            NULL::BIGINT[] AS many, TIMESTAMP '2026-01-05 08:00:00' AS at FROM ${table}`,
  );
  await putRows(
    stores.storage,
    "training/asked.parquet",
    `SELECT id::BIGINT AS id, more::DOUBLE AS more, TIMESTAMP '2026-01-05 09:00:00' AS event_timestamp FROM ${table} ORDER BY id`,
  );
  await materializeView(ctx(), { name: "base", start: "2026-01-05T00:00:00Z" });
  const features = RATES.map(({ name }) => `rates:${name}`);
  const path = `s3://${stores.storage.bucket}/training/asked.parquet`;
  const { id } = await makeTrainingSet(ctx(), { entities: { format: "parquet", path }, features });
  await workOff(stores, [materialization(engine), trainingSet(engine)]);
  expect(await getLongJob(ctx(), { id })).toMatchObject({ state: "succeeded", error: null });
  const bytes = await stores.storage.getBytes(`features/training-sets/${id}/data.parquet`);
  const offline = await withFolder(async ({ dir, rows: read }) => {
    await writeFile(join(dir, "data.parquet"), bytes ?? "");
    const columns = RATES.map(({ name }) => name).join(", ");
    return read(`SELECT ${columns} FROM read_parquet('${dir}/data.parquet')`);
  });
  const text = await getOnlineFeatures(ctx(), {
    features,
    entities: { id: rows.map((_, at) => at), more: rows.map((one) => one.more) },
  });
  const { results } = JSON.parse(quoteLargeNumbers(text));
  const online = rows.map((_, at) => RATES.map((_rate, column) => results[column + 1].values[at]));
  // A whole number of 64 bits is a number in one answer and text in the other.
  const shown = (all: readonly unknown[][]) =>
    all.map((one) => one.map((value) => (value === null ? null : String(value))));
  expect(shown(offline)).toEqual(shown(online));
  expect(online.flat().some((value) => value !== null)).toBe(true);
  const manifest = JSON.parse(
    String(await stores.storage.getBytes(`features/training-sets/${id}/manifest.json`)),
  );
  expect(manifest.on_demand_views).toMatchObject([
    { name: "rates", schema_version: 0, features: RATES.map((one) => ({ ...one, column: one.name })) },
  ]);
});

describe("expressions are tried on values before there is a view", () => {
  const trial = (expression: string, values: Record<string, unknown>) =>
    tryOnDemandView(ctx(), {
      inputs: { d: "base:d", n: "base:n" },
      request: [{ name: "km", type: "DOUBLE" }],
      features: [double(expression), { name: "one", type: "INT64", expression: "1" }],
      values,
    });

  it.each([
    ["d * km", { d: 0.5, km: 12.5 }, { value: 6.25, problem: null }],
    ["d * km", { d: 0.5 }, { value: null, problem: null }],
    ["double(1 / n)", { n: 0 }, { value: null, problem: expect.stringContaining("zero") }],
  ])("%s of %j", async (expression, values, expected) => {
    const { data } = await trial(expression, values);
    expect(data).toMatchObject([expected, { name: "one", value: 1, problem: null }]);
  });

  it.each([
    ["d +", {}, "/features/0/expression"],
    ["gone", {}, "/features/0/expression"],
    ["d", { d: "half" }, "/values/d"],
    ["d", { n: 1.5 }, "/values/n"],
    ["d", { other: 1 }, "/values/other"],
  ])("%s of %j is refused at its field", async (expression, values, pointer) => {
    await expect(trial(expression, values)).rejects.toMatchObject({ extra: { errors: [{ pointer }] } });
  });
});

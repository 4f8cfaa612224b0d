import { describe, expect, test } from "vitest";
import { logBatch, logInputs } from "@/lib/experiments";
import { experimenter } from "@/lib/experiments/testing";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeModel,
  changeVersion,
  compareVersions,
  createModel,
  createVersion,
  listModels,
  listVersions,
  readModel,
  readVersion,
  setAlias,
} from "./index";

const stores = testStores();
const { run, ctx: experimenting } = experimenter(stores);
const ctx = () => testCtx(stores);
const MLMODEL = `flavors: {sklearn: {}, python_function: {python_version: 3.11.2}}
mlflow_version: 3.6.0
signature: {inputs: '[{"type": "double", "name": "distance", "required": true}]', outputs: '[]', params: null}
`;

async function model(name: string = newId("req")): Promise<string> {
  return (await createModel(ctx(), { name })).name;
}

/** A version with a run that logged a metric, a parameter and a model of one file. */
async function version(name: string, auc: number, rest: { inputs?: string; bytes?: number } = {}) {
  const run_id = await run("0", { tags: [{ key: "mlflow.source.git.commit", value: "abc123" }] });
  await logBatch(experimenting(), {
    run_id,
    metrics: [{ key: "auc", value: auc, timestamp: 1 }],
    params: [{ key: "depth", value: String(auc * 10) }],
  });
  await logInputs(experimenting(), {
    run_id,
    datasets: [{ dataset: { name: "flights", digest: "d1" }, tags: [] }],
  });
  const folder = `experiments/runs/${run_id}/model`;
  await stores.storage.putBytes(`${folder}/MLmodel`, MLMODEL.replace("distance", rest.inputs ?? "distance"));
  await stores.storage.putBytes(`${folder}/model.pkl`, "x".repeat(rest.bytes ?? 10));
  const made = await createVersion(ctx(), { name, source: `runs:/${run_id}/model`, run_id });
  return { run_id, number: made.version };
}

describe("a version", () => {
  test("answers its run, data, commit, signature, files and values", async () => {
    const name = await model();
    const { run_id } = await version(name, 0.5);
    const found = await readVersion(ctx(), { name, version: "1" });
    expect(found).toMatchObject({
      model_name: name,
      number: 1,
      run_id,
      run: { id: run_id, experiment_id: "0", lifecycle: "active" },
      metrics: { auc: 0.5 },
      params: { depth: "5" },
      flavors: ["python_function", "sklearn"],
      python_version: "3.11.2",
      signature: { inputs: [{ name: "distance", type: "double" }], outputs: [] },
      files: { complete: true, size_bytes: MLMODEL.length + 10 },
    });
    expect(found.files.files.map(({ path }) => path)).toEqual(["MLmodel", "model.pkl"]);
    expect(found.lineage).toMatchObject({
      source_commit: "abc123",
      datasets: [{ name: "flights", digest: "d1" }],
      pipeline: null,
    });
  });

  test("is there without files, without a run, and for a token that reads no runs", async () => {
    const name = await model();
    const { run_id } = await version(name, 0.5);
    await createVersion(ctx(), { name, source: `models:/${name}/1` });
    expect(await readVersion(ctx(), { name, version: "2" })).toMatchObject({ run: null, metrics: {} });
    const narrow = await readVersion(testCtx(stores, ["models:read"]), { name, version: "1" });
    expect(narrow).toMatchObject({ run_id, run: null, metrics: {}, params: {}, lineage: { datasets: [] } });
  });

  test("an MLmodel that is none, or too large, is no signature and no error", async () => {
    const name = await model();
    const { run_id } = await version(name, 0.5);
    for (const bytes of ["a: [", "x".repeat(600_000)]) {
      await stores.storage.putBytes(`experiments/runs/${run_id}/model/MLmodel`, bytes);
      expect(await readVersion(ctx(), { name, version: "1" })).toMatchObject({
        signature: null,
        flavors: [],
      });
    }
  });

  test("is described, tagged and moved at once, and a repeat is no change", async () => {
    const name = await model();
    await version(name, 0.5);
    const change = { description: "good", stage: "staging", tags: { a: "1" } };
    for (let again = 0; again < 2; again++) await changeVersion(ctx(), { name, version: "1", change });
    await changeVersion(ctx(), {
      name,
      version: "1",
      change: { description: null, tags: { a: null, b: "2" } },
    });
    const found = await readVersion(ctx(), { name, version: "1" });
    expect(found).toMatchObject({ description: null, stage: "Staging", tags: { b: "2" } });
    const rows = await stores.db.prisma.auditLog.findMany({
      where: { targetId: `${name}/1`, action: "model_version.change" },
      orderBy: { id: "asc" },
    });
    expect(rows.map(({ after }) => after)).toEqual([
      { description: "good", stage: "Staging", tags: { a: "1" } },
      { description: null, stage: "Staging", tags: { a: null, b: "2" } },
    ]);
  });
});

test("two versions are compared in one answer: values, signature and files", async () => {
  const name = await model();
  await version(name, 0.5);
  await version(name, 0.75, { inputs: "hour", bytes: 110 });
  const compared = await compareVersions(ctx(), { name, base: "1", other: "2" });
  expect(compared.metrics).toEqual([{ key: "auc", differs: true, base: 0.5, other: 0.75 }]);
  expect(compared.params).toEqual([{ key: "depth", differs: true, base: "5", other: "7.5" }]);
  expect(compared.inputs.map(({ key, base, other }) => [key, base?.name, other?.name])).toEqual([
    ["distance", "distance", undefined],
    ["hour", undefined, "hour"],
  ]);
  expect(compared.files.find(({ key }) => key === "model.pkl")).toMatchObject({ base: 10, other: 110 });
  expect(compared.size_difference_bytes).toBe(96);
  await expect(compareVersions(ctx(), { name, base: "1", other: "9" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

describe("a list", () => {
  test("of models has facts, finds a part of a name with signs of LIKE in it, and goes on by pages", async () => {
    const mark = newId("req");
    const names = [await model(`${mark}_a`), await model(`${mark}-b`), await model(`${mark}_c`)];
    await version(`${mark}_a`, 0.5);
    await setAlias(ctx(), { name: `${mark}_a`, version: "1", alias: "champion" });
    const [first] = (await listModels(ctx(), { search: `${mark}_`.toUpperCase() })).data;
    expect(first).toMatchObject({
      name: `${mark}_a`,
      aliases: [{ alias: "champion", version: 1 }],
      version_count: 1,
      latest_version: { number: 1 },
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listModels(ctx(), { search: mark, limit: 1, cursor });
      seen.push(...page.data.map(({ name }) => name));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(names.toSorted());
    const other = (await listModels(ctx(), { search: mark, limit: 1 })).next_cursor ?? "";
    await expect(listModels(ctx(), { search: "x", limit: 1, cursor: other })).rejects.toMatchObject({
      extra: { errors: [{ pointer: "/cursor" }] },
    });
  });

  test("of versions has the metrics that are asked for, and finds those of a run", async () => {
    const name = await model();
    await version(name, 0.5);
    const { run_id } = await version(name, 0.75);
    const page = await listVersions(ctx(), { name, metrics: "auc,none", order_by: "version_number DESC" });
    expect(page.data.map(({ number, metrics }) => [number, metrics])).toEqual([
      [2, { auc: 0.75 }],
      [1, { auc: 0.5 }],
    ]);
    const mine = await listVersions(ctx(), {
      filter: `run_id = '${run_id}' OR run_id = '${"0".repeat(32)}'`,
    });
    expect(mine.data.map(({ model_name, number }) => [model_name, number])).toEqual([[name, 2]]);
    expect((await readModel(ctx(), { name })).metric_keys).toEqual(["auc"]);
  });
});

test("a model is renamed, described and tagged at once, or not at all", async () => {
  const name = await model();
  const other = await model();
  const taken = changeModel(ctx(), { name, change: { name: other, description: "x" } });
  await expect(taken).rejects.toMatchObject({ code: "CONFLICT" });
  expect((await readModel(ctx(), { name })).description).toBeNull();
  const renamed = newId("req");
  await changeModel(ctx(), { name, change: { name: renamed, description: "**x**", tags: { team: "ml" } } });
  expect(await readModel(ctx(), { name: renamed })).toMatchObject({
    description: "**x**",
    tags: { team: "ml" },
  });
});

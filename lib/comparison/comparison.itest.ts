import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { artifactKey, logBatch, logInputs } from "@/lib/experiments";
import { experimenter } from "@/lib/experiments/testing";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { compareRuns } from "./index";
import { MOST_ROWS, MOST_RUNS } from "./values";

const stores = testStores();
const { ctx, experiment, run } = experimenter(stores);
const rowsOf = (section: { rows: { key: string; values: unknown[] }[] } | undefined) =>
  Object.fromEntries((section?.rows ?? []).map(({ key, values }) => [key, values]));

async function pair() {
  const [one, other] = [await experiment(), await experiment()];
  const first = await run(one, { run_name: "first", tags: [{ key: "team", value: "a" }] });
  const second = await run(other, { run_name: "second", tags: [{ key: "team", value: "b" }] });
  return { first, second, runs: `${first},${second}` };
}

describe("a comparison", () => {
  it("has what was logged of runs of two experiments side by side, and only what differs when asked", async () => {
    const { first, second, runs } = await pair();
    for (const [run_id, lr, auc] of [
      [first, "0.1", 0.8],
      [second, "0.2", 0.7],
    ] as const)
      await logBatch(ctx(), {
        run_id,
        params: [
          { key: "lr", value: lr },
          { key: "seed", value: "7" },
        ],
        metrics: [{ key: "auc", value: auc, timestamp: 1 }],
      });
    await logBatch(ctx(), { run_id: second, params: [{ key: "extra", value: "x" }] });
    const all = await compareRuns(ctx(), { runs });
    expect(all.runs.map(({ id, name }) => [id, name])).toEqual([
      [first, "first"],
      [second, "second"],
    ]);
    expect(rowsOf(all.sections.params)).toEqual({ extra: [null, "x"], lr: ["0.1", "0.2"], seed: ["7", "7"] });
    expect(rowsOf(all.sections.metrics)).toEqual({ auc: [0.8, 0.7] });
    expect(rowsOf(all.sections.tags)).toEqual({ team: ["a", "b"] });
    const only = await compareRuns(ctx(), { runs, differences: "true", search: "E" });
    expect(only.sections.params).toEqual({
      total: 2,
      differing: 1,
      rows: [{ key: "extra", differs: true, values: [null, "x"] }],
    });
    const turned = await compareRuns(ctx(), { runs: `${second},${first}`, sections: "params" });
    expect(rowsOf(turned.sections.params).lr).toEqual(["0.2", "0.1"]);
    expect(Object.keys(turned.sections)).toEqual(["params"]);
  });

  it("takes the last, the best, the extreme point or that of a step of each metric", async () => {
    const { first, second, runs } = await pair();
    const points = (key: string, values: readonly (number | "NaN")[]) =>
      values.map((value, step) => ({ key, value, step, timestamp: step }));
    await logBatch(ctx(), {
      run_id: first,
      metrics: [
        ...points("val_loss", [3, 1, 2]),
        ...points("auc", [0.1, 0.9, 0.5]),
        ...points("odd", ["NaN"]),
      ],
    });
    await logBatch(ctx(), { run_id: second, metrics: points("val_loss", [4, 5, "NaN"]) });
    const at = async (point: "last" | "best" | "min" | "max" | "step", step?: number) =>
      rowsOf((await compareRuns(ctx(), { runs, point, step, sections: "metrics" })).sections.metrics);
    expect(await at("last")).toEqual({ auc: [0.5, null], odd: ["NaN", null], val_loss: [2, "NaN"] });
    expect(await at("best")).toEqual({ auc: [0.9, null], odd: ["NaN", null], val_loss: [1, 4] });
    expect(await at("min")).toMatchObject({ auc: [0.1, null], val_loss: [1, 4] });
    expect(await at("max")).toMatchObject({ auc: [0.9, null], val_loss: [3, 5] });
    expect(await at("step", 1)).toMatchObject({ auc: [0.9, null], val_loss: [1, 5] });
    await expect(at("step")).rejects.toMatchObject({ extra: { errors: [{ pointer: "/step" }] } });
  });

  it("shows datasets, the code with its uncommitted changes, packages and Python", async () => {
    const { first, second, runs } = await pair();
    const source = (commit: string, diff: string) => [
      { key: "mlflow.source.git.commit", value: commit },
      { key: "mlflow.source.git.diff", value: diff },
      { key: "mlflow.source.name", value: "train.py" },
      { key: "mlflow.log-model.history", value: JSON.stringify([{ artifact_path: "model" }]) },
    ];
    await logBatch(ctx(), { run_id: first, tags: source("abc", "-a\n+b") });
    await logBatch(ctx(), { run_id: second, tags: source("def", "") });
    const dataset = { name: "iris", source_type: "local", source: "s", profile: '{"num_rows": 150}' };
    await logInputs(ctx(), {
      run_id: first,
      datasets: [
        { dataset: { ...dataset, digest: "d1" }, tags: [{ key: "mlflow.data.context", value: "training" }] },
      ],
    });
    await stores.storage.putBytes(
      artifactKey({ runId: first, path: "model/requirements.txt" }),
      "pandas==2.2.1\nnumpy==1.26",
    );
    await stores.storage.putBytes(
      artifactKey({ runId: first, path: "model/python_env.yaml" }),
      "python: 3.11.2\n",
    );
    await stores.storage.putBytes(artifactKey({ runId: second, path: "model/requirements.txt" }), "");
    await stores.storage.putBytes(
      artifactKey({ runId: second, path: "model/conda.yaml" }),
      "dependencies:\n- python=3.12.1\n",
    );
    const { sections, diffs } = await compareRuns(ctx(), { runs });
    expect(rowsOf(sections.datasets)).toEqual({
      "iris (training)": ["d1", null],
      "iris (training) rows": ["150", null],
      "iris (training) source": ["s", null],
    });
    expect(rowsOf(sections.code)).toEqual({
      commit: ["abc", "def"],
      diff: [expect.stringMatching(/^[0-9a-f]{8} \(\+1 −1\)$/), null],
      entry_point: ["train.py", "train.py"],
    });
    expect(diffs).toEqual(["-a\n+b", ""]);
    expect(rowsOf(sections.packages)).toEqual({ numpy: ["1.26", null], pandas: ["2.2.1", null] });
    expect(rowsOf(sections.environment)).toEqual({ python: ["3.11.2", "3.12.1"] });
    expect(Object.keys(rowsOf(sections.tags))).toEqual(["team"]);
  });

  it("shows the features that each run was trained on: the columns of its datasets", async () => {
    const { first, second, runs } = await pair();
    const columns = (list: object[]) => JSON.stringify({ mlflow_colspec: list });
    const flights = { name: "flights", source_type: "local", source: "s" };
    const distance = { type: "double", name: "distance", required: true };
    await logInputs(ctx(), {
      run_id: second,
      datasets: [
        {
          dataset: { ...flights, digest: "f1", schema: columns([distance, { type: "long", name: "hour" }]) },
        },
        { dataset: { ...flights, digest: "f2", schema: columns([{ ...distance, type: "float" }]) } },
        { dataset: { ...flights, digest: "f3", schema: "no schema" } },
      ],
    });
    await logInputs(ctx(), {
      run_id: first,
      datasets: [{ dataset: { ...flights, digest: "f4", schema: columns([distance]) } }],
    });
    const { sections } = await compareRuns(ctx(), { runs, sections: "features" });
    expect(rowsOf(sections.features)).toEqual({
      distance: ["double", "double, float"],
      hour: [null, "long"],
    });
  });

  it("answers for a hundred runs with five hundred keys each, and says how many rows there are beyond those", async () => {
    const id = await experiment();
    const ids = Array.from({ length: MOST_RUNS }, () => randomUUID().replaceAll("-", ""));
    await stores.db.pool.query(
      `INSERT INTO experiment_run (run_id, experiment_id, name, start_time)
       SELECT r::uuid, $2::bigint, r, 0 FROM unnest($1::text[]) r`,
      [ids, id],
    );
    await stores.db.pool.query(
      `INSERT INTO run_param (run_id, key, value, experiment_id)
       SELECT r::uuid, 'p' || k, CASE WHEN k % 2 = 0 THEN 'same' ELSE r END, $2::bigint
       FROM unnest($1::text[]) r, generate_series(1, 600) k`,
      [ids, id],
    );
    const { runs, sections } = await compareRuns(ctx(), { runs: ids.join(",") });
    expect(runs).toHaveLength(MOST_RUNS);
    expect(sections.params).toMatchObject({ total: 600, differing: 300 });
    expect(sections.params?.rows).toHaveLength(MOST_ROWS);
    expect(sections.params?.rows.filter(({ differs }) => differs)).toHaveLength(300);
    expect(sections.params?.rows.every(({ values }) => values.length === MOST_RUNS)).toBe(true);
    await expect(compareRuns(ctx(), { runs: [...ids, "x"].join(",") })).rejects.toMatchObject({
      extra: { errors: [{ pointer: "/runs" }] },
    });
  });

  it("names runs that are not there, and wants at least two", async () => {
    const { first } = await pair();
    const absent = "0".repeat(32);
    const found = await compareRuns(ctx(), { runs: `${absent},${first},${newId("req")}` });
    expect(found.runs.map(({ id }) => id)).toEqual([first]);
    expect(found.missing).toHaveLength(2);
    expect((await compareRuns(ctx(), { runs: `${absent},x` })).sections).toEqual({});
    await expect(compareRuns(ctx(), { runs: `${first},${first}` })).rejects.toMatchObject({
      code: "INVALID",
    });
  });

  it("is refused without the permission to read experiments", async () => {
    const { runs } = await pair();
    await expect(compareRuns(testCtx(stores, ["runs:read"]), { runs })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

import { describe, expect, test } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { systemCtx } from "@/lib/platform/context";
import { testCtx, testStores } from "@/lib/testing";
import { runningTask } from "@/workers/serving/data/testing";
import {
  createLoggedModel,
  deleteRun,
  logBatch,
  logInputs,
  logOutputs,
  readModelFacts,
  readRunDatasets,
  readRunRelations,
} from "./index";
import { experimenter } from "./testing";

const stores = testStores();
const { ctx, experiment, run } = experimenter(stores);
const child = (experimentId: string, parent: string, start_time: number) =>
  run(experimentId, { start_time, tags: [{ key: "mlflow.parentRunId", value: parent }] });

describe("what belongs to a run", () => {
  test("is its parent and its children, the newest start first, without deleted ones", async () => {
    const id = await experiment();
    const parent = await run(id);
    const [older, newer, gone] = [
      await child(id, parent, 1_000),
      await child(id, parent, 2_000),
      await child(id, parent, 3_000),
    ];
    await deleteRun(ctx(), { run_id: gone });
    await child(id, `${parent.slice(0, -1)}%`, 1_000);
    const found = await readRunRelations(ctx(), { run_id: parent });
    expect(found.children.map((one) => one.id)).toEqual([newer, older]);
    expect([found.child_count, found.parent]).toEqual([2, null]);
    const below = await readRunRelations(ctx(), { run_id: older });
    expect(below.parent).toMatchObject({ id: parent, experiment_id: id, status: "RUNNING" });
    expect(below.children).toEqual([]);
  });

  test.each(["", "x", "0".repeat(32), "../..", "' OR 1=1"])("a parent %j is none", async (value) => {
    const id = await experiment();
    const orphan = await run(id, { tags: [{ key: "mlflow.parentRunId", value }] });
    expect((await readRunRelations(ctx(), { run_id: orphan })).parent).toBeNull();
  });

  test("are the models that it logged or used, and the folders that MLflow 2 tells of", async () => {
    const id = await experiment();
    const runId = await run(id);
    const model = async (name: string, source?: string) => {
      const made: { info: { model_id: string } } = JSON.parse(
        await createLoggedModel(ctx(), { experiment_id: id, name, ...(source && { source_run_id: source }) }),
      );
      return made.info.model_id;
    };
    const logged = await model("logged", runId);
    const used = await model("used");
    await logOutputs(ctx(), { run_id: runId, models: [{ model_id: logged }] });
    await logInputs(ctx(), { run_id: runId, models: [{ model_id: used }] });
    const history = [{ artifact_path: "model" }, { artifact_path: "best" }, { artifact_path: "model" }, 5];
    await logBatch(ctx(), {
      run_id: runId,
      tags: [{ key: "mlflow.log-model.history", value: JSON.stringify(history) }],
    });
    const { models } = await readRunRelations(ctx(), { run_id: runId });
    expect(models.map(({ id: modelId, name, direction, path }) => [modelId, name, direction, path])).toEqual([
      [logged, "logged", "output", ""],
      [used, "used", "input", ""],
      [null, "model", "output", "model"],
      [null, "best", "output", "best"],
    ]);
  });

  test.each(["{", "5", '[{"artifact_path": "../x"}]', '["x"]'])(
    "a history of models %j is none",
    async (value) => {
      const runId = await run(await experiment(), { tags: [{ key: "mlflow.log-model.history", value }] });
      expect((await readRunRelations(ctx(), { run_id: runId })).models).toEqual([]);
    },
  );

  test("is the try of the task that made it, for those who may read runs", async () => {
    const task = await runningTask(stores);
    const runId = await run(await experiment());
    await stores.db.prisma.experimentRun.update({
      where: { id: runId },
      data: { attemptId: task.attemptId, dagRunId: task.runId },
    });
    const reader = testCtx(stores, ["experiments:read", "runs:read"]);
    expect((await readRunRelations(reader, { run_id: runId })).task).toEqual({
      dag_id: task.dagId,
      dag_run_id: task.runId,
      task_id: "a",
      attempt_id: task.attemptId,
      attempt_number: 1,
      version: 1,
    });
    expect((await readRunRelations(ctx(), { run_id: runId })).task).toBeNull();
  });

  test("names the version of the code that the try ran, also when the run went on with a newer one", async () => {
    const task = await runningTask(stores);
    const runId = await run(await experiment());
    const { prisma } = stores.db;
    await prisma.experimentRun.update({ where: { id: runId }, data: { attemptId: task.attemptId } });
    const { id: older } = await prisma.dagVersion.findFirstOrThrow({ where: { dagId: task.dagId } });
    const spec = { dag_id: task.dagId, tasks: [{ task_id: "a", kind: "bash", command: ["false"] }] };
    await savePipeline(systemCtx(stores, "test"), { dag_id: task.dagId, spec, parent_id: older });
    const { id: newer } = await prisma.dagVersion.findFirstOrThrow({
      where: { dagId: task.dagId, number: 2 },
    });
    await prisma.dagRun.update({ where: { id: task.runId }, data: { dagVersionId: newer, clearNumber: 1 } });
    const past = { runId: task.runId, clearNumber: 0, dagVersionId: older, params: {}, state: "failed" };
    await prisma.dagRunPast.create({ data: past });
    const reader = testCtx(stores, ["experiments:read", "runs:read"]);
    expect((await readRunRelations(reader, { run_id: runId })).task).toMatchObject({ version: 1 });
  });

  test("of no run is 404", async () => {
    for (const run_id of ["0".repeat(32), "x"]) {
      await expect(readRunRelations(ctx(), { run_id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(readRunDatasets(ctx(), { run_id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

test("the datasets of a run come with schema, profile and tags; of a long schema the beginning", async () => {
  const runId = await run(await experiment());
  const schema = '{"mlflow_colspec": [{"type": "double", "name": "x"}]}';
  const tags = [{ key: "mlflow.data.context", value: "train" }];
  const dataset = { digest: "d1", source_type: "local", source: "{}" };
  await logInputs(ctx(), {
    run_id: runId,
    datasets: [
      { dataset: { ...dataset, name: "flights", schema, profile: '{"num_rows": 5}' }, tags },
      { dataset: { ...dataset, name: "wide", schema: "x".repeat(100_000) } },
    ],
  });
  const { data } = await readRunDatasets(ctx(), { run_id: runId });
  expect(data[0]).toEqual({
    ...dataset,
    name: "flights",
    context: "train",
    tags,
    schema,
    profile: '{"num_rows": 5}',
  });
  expect([data[1]?.name, data[1]?.schema?.length, data[1]?.profile]).toEqual(["wide", 65_536, null]);
});

describe("what a model says of itself", () => {
  const MLMODEL = [
    "flavors:",
    "  python_function: {python_version: 3.11.2}",
    "  sklearn: {}",
    "mlflow_version: 3.17.2",
    "signature:",
    `  inputs: '[{"type": "double", "name": "x", "required": true}]'`,
    `  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'`,
  ].join("\n");

  test("is read of a run's folder, with the size of its files, none of which is opened", async () => {
    const runId = await run(await experiment());
    await stores.storage.putBytes(`experiments/runs/${runId}/model/MLmodel`, MLMODEL);
    await stores.storage.putBytes(`experiments/runs/${runId}/model/model.pkl`, "x".repeat(1_000));
    await stores.storage.putBytes(`experiments/runs/${runId}/model2/other`, "x");
    expect(await readModelFacts(ctx(), { owner: { run_id: runId }, path: "model" })).toEqual({
      flavors: ["python_function", "sklearn"],
      mlflow_version: "3.17.2",
      python_version: "3.11.2",
      onnx_file: null,
      xgboost_file: null,
      lightgbm_file: null,
      signature: {
        inputs: [{ name: "x", type: "double", required: true, shape: null }],
        outputs: [{ name: null, type: "float64", required: true, shape: [-1] }],
        params: [],
      },
      file_count: 2,
      size_bytes: 1_000 + MLMODEL.length,
      is_complete: true,
    });
  });

  test.each([
    ["missing", null],
    ["no YAML", "{{{"],
    ["an object of code", "!!js/function 'function () { return 1 }'"],
    ["too many aliases", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\nflavors: {}"],
  ])("that is %s is 404, and nothing of it runs", async (_what, text) => {
    const runId = await run(await experiment());
    if (text !== null) await stores.storage.putBytes(`experiments/runs/${runId}/m/MLmodel`, text);
    const read = readModelFacts(ctx(), { owner: { run_id: runId }, path: "m" });
    if (text?.startsWith("!!js"))
      return expect(
        await read.then(
          ({ flavors }) => flavors,
          () => "refused",
        ),
      ).toBe("refused");
    await expect(read).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

import { describe, expect, it } from "vitest";
import {
  createExperiment,
  createLoggedModel,
  createRun,
  deleteExperiment,
  deleteTrainingRuns,
  filesOf,
  findOrigin,
  getExperiment,
  listExperiments,
  logBatch,
  logInputs,
  logOutputs,
  restoreTrainingRuns,
} from "@/lib/experiments";
import { getLongJob } from "@/lib/long-jobs";
import { workOff } from "@/lib/long-jobs/testing";
import { createModel, createVersion, deleteVersion } from "@/lib/models";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import {
  experimentPurge,
  previewExperimentPurge,
  previewRunPurge,
  purgeExperiment,
  purgeRuns,
  runsPurge,
} from ".";

const stores = testStores();
const ctx = () => testCtx(stores);
const work = () => workOff(stores, [experimentPurge, runsPurge]);
const experiment = async (name = newId("req")) => (await createExperiment(ctx(), { name })).id;

async function run(experiment_id: string): Promise<string> {
  const json: { info: { run_id: string } } = JSON.parse(await createRun(ctx(), { experiment_id }));
  return json.info.run_id;
}

/** A run with some of everything, and a file; and a model that it logged, with one too. */
async function wholeRun(experimentId: string) {
  const run_id = await run(experimentId);
  const json = JSON.parse(
    await createLoggedModel(ctx(), { experiment_id: experimentId, source_run_id: run_id }),
  );
  const model_id: string = json.info.model_id;
  await logBatch(ctx(), {
    run_id,
    metrics: [1, 2, 3].map((step) => ({ key: "auc", value: step, timestamp: step, step, model_id })),
    params: [{ key: "lr", value: "0.1" }],
    tags: [{ key: "team", value: "blue" }],
  });
  await logInputs(ctx(), {
    run_id,
    datasets: [{ dataset: { name: "d", digest: "1", source_type: "local", source: "a.csv" }, tags: [] }],
    models: [{ model_id }],
  });
  await logOutputs(ctx(), { run_id, models: [{ model_id }] });
  for (const id of [run_id, model_id]) await stores.storage.putBytes(`${filesOf(id)}a/b.txt`, "12345");
  return { run_id, model_id };
}

/** Rows of every table that hangs on an experiment, a run or a model, by the name of the table. */
async function rowsOf({
  experimentId,
  runIds,
  modelIds,
}: Record<"runIds" | "modelIds", string[]> & { experimentId: string }) {
  const [row] = await poolSql(stores.db.pool).rows<Record<string, number>>(
    `SELECT
       (SELECT count(*) FROM experiment WHERE experiment_id = $1::bigint)::int AS experiment,
       (SELECT count(*) FROM experiment_tag WHERE experiment_id = $1::bigint)::int AS experiment_tag,
       (SELECT count(*) FROM experiment_dataset WHERE experiment_id = $1::bigint)::int AS experiment_dataset,
       (SELECT count(*) FROM experiment_run WHERE run_id = ANY($2::uuid[]))::int AS experiment_run,
       (SELECT count(*) FROM run_param WHERE run_id = ANY($2::uuid[]))::int AS run_param,
       (SELECT count(*) FROM run_tag WHERE run_id = ANY($2::uuid[]))::int AS run_tag,
       (SELECT count(*) FROM run_metric WHERE run_id = ANY($2::uuid[]))::int AS run_metric,
       (SELECT count(*) FROM run_metric_point p WHERE NOT EXISTS (
         SELECT 1 FROM run_metric m WHERE m.metric_id = p.metric_id))::int AS lost_points,
       (SELECT count(*) FROM run_input WHERE run_id = ANY($2::uuid[]))::int AS run_input,
       (SELECT count(*) FROM run_model WHERE run_id = ANY($2::uuid[]) OR model_id = ANY($3::text[]))::int AS run_model,
       (SELECT count(*) FROM logged_model WHERE model_id = ANY($3::text[]))::int AS logged_model,
       (SELECT count(*) FROM logged_model_metric WHERE run_id = ANY($2::uuid[]) OR model_id = ANY($3::text[]))::int
         AS logged_model_metric`,
    [experimentId, runIds, modelIds],
  );
  return row;
}
const objectsOf = async (ids: readonly string[]) => {
  const lists = await Promise.all(ids.map((id) => stores.storage.list(filesOf(id))));
  return lists.flatMap(({ objects }) => objects);
};
const NOTHING = {
  ...{ experiment: 0, experiment_tag: 0, experiment_dataset: 0, experiment_run: 0, run_param: 0, run_tag: 0 },
  ...{ run_metric: 0, lost_points: 0, run_input: 0, run_model: 0, logged_model: 0, logged_model_metric: 0 },
};

describe("an experiment that is removed for good", () => {
  it("leaves no row and no object, and its name is free at once", async () => {
    const name = newId("req");
    const id = await experiment(name);
    const made = [await wholeRun(id), await wholeRun(id)];
    const stays = await wholeRun(await experiment());
    await deleteExperiment(ctx(), { experiment_id: id });
    expect(await previewExperimentPurge(ctx(), { experiment_id: id })).toMatchObject({
      ...{ runs: 2, points: 6, points_more: false, logged_models: 2, datasets: 1, files: 4, bytes: 20 },
      ...{ files_more: false, versions_count: 0, refused: null },
    });
    const job = await purgeExperiment(ctx(), { experiment_id: id });
    // Before any of it is gone.
    const again = await experiment(name);
    await expect(getExperiment(ctx(), { experiment_id: id })).rejects.toThrow();
    await expect(createRun(ctx(), { experiment_id: id })).rejects.toThrow();
    const lists = await Promise.all(
      (["active", "deleted"] as const).map((lifecycle) =>
        listExperiments(ctx(), { search: name, lifecycle }),
      ),
    );
    expect(lists.flatMap(({ data }) => data).map((one) => one.id)).toEqual([again]);
    await work();
    expect(await getLongJob(ctx(), { id: job.id })).toMatchObject({
      ...{ state: "succeeded", result: { runs: 2, points: 6, logged_models: 2 }, subject: name },
    });
    const ids = { runIds: made.map(({ run_id }) => run_id), modelIds: made.map(({ model_id }) => model_id) };
    expect(await rowsOf({ experimentId: id, ...ids })).toEqual(NOTHING);
    expect(await objectsOf([...ids.runIds, ...ids.modelIds])).toEqual([]);
    expect(await objectsOf([stays.run_id, stays.model_id])).toHaveLength(2);
    const audit = await stores.db.prisma.auditLog.findMany({
      where: { targetId: id, action: "experiment.purge" },
    });
    expect(audit).toMatchObject([{ before: { name }, detail: { runs: 2, logged_models: 2 } }]);
  });

  it("goes on after an attempt that was cut short, also one that had ended", async () => {
    const id = await experiment();
    const { run_id, model_id } = await wholeRun(id);
    await deleteExperiment(ctx(), { experiment_id: id });
    await purgeExperiment(ctx(), { experiment_id: id });
    const turn = () => ({
      id: "job_x",
      ctx: ctx(),
      input: { experiment_id: id, name: "x" },
      checkpoint: null,
      progress: () => {},
    });
    await expect(experimentPurge.run({ ...turn(), signal: AbortSignal.abort() })).rejects.toThrow();
    await work();
    expect(await rowsOf({ experimentId: id, runIds: [run_id], modelIds: [model_id] })).toEqual(NOTHING);
    await expect(experimentPurge.run({ ...turn(), signal: new AbortController().signal })).resolves.toEqual({
      ...{ runs: 0, points: 0, logged_models: 0 },
    });
  });

  it("is refused while it is not deleted, for the one that clients use without a name, and with half of the permissions", async () => {
    const id = await experiment();
    await expect(purgeExperiment(ctx(), { experiment_id: id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await previewExperimentPurge(ctx(), { experiment_id: id })).toMatchObject({
      refused: "not_deleted",
    });
    expect(await previewExperimentPurge(ctx(), { experiment_id: "0" })).toMatchObject({ refused: "default" });
    await expect(purgeExperiment(ctx(), { experiment_id: "0" })).rejects.toMatchObject({ code: "CONFLICT" });
    await deleteExperiment(ctx(), { experiment_id: id });
    const script = testCtx(stores, ["experiments:read", "experiments:write", "models:read", "models:write"]);
    await expect(purgeExperiment(script, { experiment_id: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await getExperiment(ctx(), { experiment_id: id })).toMatchObject({ lifecycleStage: "deleted" });
  });
});

describe("files that a version of a registered model needs", () => {
  it.each(["run", "logged_model"] as const)("keep their %s until the version is deleted", async (kind) => {
    const id = await experiment();
    const { run_id, model_id } = await wholeRun(id);
    const name = newId("req");
    await createModel(ctx(), { name });
    const source =
      kind === "run"
        ? { source: `runs:/${run_id}/a`, run_id }
        : { source: `models:/${model_id}`, logged_model_id: model_id };
    await createVersion(ctx(), { name, ...source });
    await deleteExperiment(ctx(), { experiment_id: id });
    for (const preview of [
      await previewExperimentPurge(ctx(), { experiment_id: id }),
      await previewRunPurge(ctx(), { run_ids: [run_id] }),
    ])
      expect(preview).toMatchObject({
        ...{ versions_count: 1, versions: [{ name, version: 1 }], refused: "versions" },
      });
    await expect(purgeExperiment(ctx(), { experiment_id: id })).rejects.toThrow(`${name} 1`);
    await expect(purgeRuns(ctx(), { run_ids: [run_id] })).rejects.toThrow(`${name} 1`);
    await deleteVersion(ctx(), { name, version: "1" });
    await purgeExperiment(ctx(), { experiment_id: id });
    await work();
    expect(await rowsOf({ experimentId: id, runIds: [run_id], modelIds: [model_id] })).toEqual(NOTHING);
  });

  it("are kept by a version that is made while the removal begins", async () => {
    const id = await experiment();
    const { run_id } = await wholeRun(id);
    await deleteTrainingRuns(ctx(), { run_ids: [run_id] });
    const name = newId("req");
    await createModel(ctx(), { name });
    const { purging } = await whileHeld(
      stores.db.pool,
      (sql) => findOrigin(sql, { runId: run_id }),
      async (sql) => {
        const call = purgeRuns(ctx(), { run_ids: [run_id] }).catch((error: unknown) => error);
        await waitForLocked(stores.db.pool);
        await sql.rows(
          `INSERT INTO model_version (model_id, version, source, storage_location)
           SELECT model_id, 1, 'x', 'mlflow-artifacts:/1/' || $2 || '/artifacts' FROM registered_model WHERE name = $1`,
          [name, run_id],
        );
        return { purging: call };
      },
    );
    expect(await purging).toMatchObject({ code: "CONFLICT" });
  });
});

describe("runs that are removed for good", () => {
  it("leave no row and no object; what other runs share stays", async () => {
    const id = await experiment();
    const [goes, stays] = [await wholeRun(id), await wholeRun(id)];
    await logInputs(ctx(), {
      run_id: goes.run_id,
      datasets: [{ dataset: { name: "own", digest: "2", source_type: "local", source: "b.csv" }, tags: [] }],
    });
    await expect(purgeRuns(ctx(), { run_ids: [goes.run_id] })).rejects.toMatchObject({ code: "CONFLICT" });
    await deleteTrainingRuns(ctx(), { run_ids: [goes.run_id] });
    expect(await previewRunPurge(ctx(), { run_ids: [goes.run_id] })).toMatchObject({
      ...{ runs: 1, points: 3, logged_models: 1, files: 2, bytes: 10, refused: null },
    });
    await purgeRuns(ctx(), { run_ids: [goes.run_id] });
    await work();
    expect(await rowsOf({ experimentId: id, runIds: [goes.run_id], modelIds: [goes.model_id] })).toEqual({
      ...NOTHING,
      ...{ experiment: 1, experiment_dataset: 1 },
    });
    expect(await objectsOf([goes.run_id, goes.model_id])).toEqual([]);
    expect(
      await rowsOf({ experimentId: id, runIds: [stays.run_id], modelIds: [stays.model_id] }),
    ).toMatchObject({
      ...{ experiment_run: 1, run_param: 1, run_metric: 1, run_input: 1, logged_model: 1 },
    });
    expect(await objectsOf([stays.run_id])).toHaveLength(1);
  });

  it("stay when they were restored before the work began", async () => {
    const id = await experiment();
    const { run_id, model_id } = await wholeRun(id);
    await deleteTrainingRuns(ctx(), { run_ids: [run_id] });
    await purgeRuns(ctx(), { run_ids: [run_id] });
    await restoreTrainingRuns(ctx(), { run_ids: [run_id] });
    await work();
    expect(await rowsOf({ experimentId: id, runIds: [run_id], modelIds: [model_id] })).toMatchObject({
      ...{ experiment_run: 1, run_metric: 1, lost_points: 0 },
    });
    expect(await objectsOf([run_id])).toHaveLength(1);
  });

  it("are named when they are not there", async () => {
    await expect(purgeRuns(ctx(), { run_ids: ["0".repeat(32)] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(previewRunPurge(ctx(), { run_ids: ["no run"] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

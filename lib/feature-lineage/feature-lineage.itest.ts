import { expect, it } from "vitest";
import { createRun, logInputs } from "@/lib/experiments";
import { runOf } from "@/lib/experiments/testing";
import { createModel, createVersion } from "@/lib/models";
import { testCtx, testStores } from "@/lib/testing";
import { listTrainingSetUsers } from "./index";

const stores = testStores();
const SET = "job_01KB7M3Q5XM0VH4E2YB8N6ZC1T";
const READER = ["features:read", "experiments:read", "models:read"] as const;

async function runThatRead(source: string, digest: string) {
  const ctx = testCtx(stores);
  const { run_id } = runOf(await createRun(ctx, { experiment_id: "0", run_name: digest })).info;
  const dataset = { name: "rows", digest, source_type: "s3", source };
  await logInputs(ctx, { run_id, datasets: [{ dataset, tags: [] }] });
  return run_id;
}

it("a run that logged a training set as its dataset stands beside it, with the versions of that run", async () => {
  const ctx = testCtx(stores);
  const file = `s3://${stores.storage.bucket}/features/training-sets/${SET}/data.parquet`;
  const made = await runThatRead(JSON.stringify({ uri: file }), "made");
  await runThatRead(file, "plain");
  await runThatRead(`s3://elsewhere/training-sets/${SET}/data.parquet`, "beside");
  await createModel(ctx, { name: "delays" });
  await createVersion(ctx, { name: "delays", source: `runs:/${made}/model`, run_id: made });

  const { data } = await listTrainingSetUsers(testCtx(stores, READER), { training_set: SET });
  const seen = data.map(({ run, versions }) => [run.name, versions]);
  expect(new Map(seen.map(([name, versions]) => [name, versions]))).toEqual(
    new Map([
      ["made", [{ model: "delays", version: 1 }]],
      ["plain", []],
    ]),
  );
  expect(data.find(({ run }) => run.name === "made")).toMatchObject({
    training_set: SET,
    run: { id: made, experiment_id: "0" },
  });
  expect((await listTrainingSetUsers(testCtx(stores, READER), { training_set: "job_other" })).data).toEqual(
    [],
  );
  const withoutModels = await listTrainingSetUsers(
    testCtx(stores, ["features:read", "experiments:read"]),
    {},
  );
  expect(withoutModels.data.flatMap(({ versions }) => versions)).toEqual([]);
  expect((await listTrainingSetUsers(testCtx(stores, ["features:read"]), {})).data).toEqual([]);
});

import { expect, test } from "vitest";
import { importLoggedModels, importRuns } from "@/lib/experiments";
import { ForbiddenError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import {
  createModel,
  createVersion,
  getModel,
  getVersion,
  getVersionByAlias,
  importRegistry,
  setAlias,
} from "./index";

const stores = testStores();
const ctx = () => testCtx(stores, ["imports:write", "models:read", "models:write"]);
const RUN = "0123456789abcdef0123456789abcdef";
const MODEL = `m-${RUN}`;
const times = { creation_timestamp: 1_500_000_000_123, last_updated_timestamp: "1600000000456" };
const source = { source: `runs:/${RUN}/model`, run_id: RUN, ...times };

async function origins() {
  await importRuns(ctx(), {
    experiment_id: "0",
    runs: [{ info: { run_id: RUN, status: "FINISHED", start_time: 1 } }],
  });
  const info = {
    model_id: MODEL,
    name: "m",
    status: "READY",
    creation_timestamp_ms: 1,
    last_updated_timestamp_ms: 1,
  };
  await importLoggedModels(ctx(), { experiment_id: "0", models: [{ info }] });
}

test("a model comes with its versions' numbers, times, stages, tags and aliases; again nothing changes", async () => {
  await origins();
  const sent = {
    model: { name: "came", description: "d", tags: [{ key: "k", value: "v" }], ...times },
    versions: [
      {
        version: "2",
        ...source,
        current_stage: "Production",
        description: "two",
        tags: [{ key: "t", value: "1" }],
      },
      { version: "7", source: `models:/${MODEL}`, model_id: MODEL, ...times },
    ],
    aliases: [{ alias: "champion", version: "2" }],
  };
  expect(await importRegistry(ctx(), sent)).toEqual({ is_new: true, versions: [2, 7], refused: [] });
  const before = await getModel(ctx(), { name: "came" });
  expect(before).toMatchObject({
    description: "d",
    createdAt: 1_500_000_000_123,
    updatedAt: 1_600_000_000_456,
  });
  expect(await getVersionByAlias(ctx(), { name: "came", alias: "champion" })).toMatchObject({
    version: 2,
    stage: "Production",
    description: "two",
    createdAt: 1_500_000_000_123,
    runId: RUN,
    storageLocation: `mlflow-artifacts:/0/${RUN}/artifacts/model`,
    tags: [{ key: "t", value: "1" }],
  });
  const rows = () => stores.db.prisma.auditLog.count({ where: { action: "registered_model.import" } });
  const known = await rows();
  expect(await importRegistry(ctx(), sent)).toEqual({ is_new: false, versions: [], refused: [] });
  expect(await getModel(ctx(), { name: "came" })).toEqual(before);
  expect(await rows()).toBe(known);
  // The next number is behind the greatest that came.
  expect(await createVersion(ctx(), { name: "came", ...source })).toMatchObject({ version: 8 });
});

test("what people decided here stays", async () => {
  await origins();
  await createModel(ctx(), { name: "mine", description: "here" });
  await createVersion(ctx(), { name: "mine", ...source, description: "here" });
  await createVersion(ctx(), { name: "mine", ...source });
  await setAlias(ctx(), { name: "mine", alias: "champion", version: "2" });
  await importRegistry(ctx(), {
    model: { name: "mine", description: "there", ...times },
    versions: [{ version: "1", ...source, description: "there", current_stage: "Production" }],
    aliases: [{ alias: "champion", version: "1" }],
  });
  expect(await getModel(ctx(), { name: "mine" })).toMatchObject({ description: "here" });
  expect(await getVersion(ctx(), { name: "mine", version: "1" })).toMatchObject({
    description: "here",
    stage: "None",
  });
  expect(await getVersionByAlias(ctx(), { name: "mine", alias: "champion" })).toMatchObject({ version: 2 });
});

test.each([
  ["file:///etc/passwd"],
  ["s3://bucket/model"],
  ["http://169.254.169.254/latest"],
  [`runs:/${RUN}/../../x`],
  [`runs:/${"f".repeat(32)}/model`],
  ["models:/nobody/1"],
])("a version with the source %s does not come, and the others do", async (hostile) => {
  await origins();
  const name = `hostile ${hostile.replaceAll(/[/:]/g, "_")}`;
  const { versions, refused } = await importRegistry(ctx(), {
    model: { name, ...times },
    versions: [
      { version: "1", source: hostile, run_id: RUN, ...times },
      { version: "2", ...source },
      { version: "0", ...source },
      { version: "../1", ...source },
    ],
    aliases: [
      { alias: "there", version: "2" },
      { alias: "gone", version: "1" },
      { alias: "latest", version: "2" },
    ],
  });
  expect(versions).toEqual([2]);
  expect(refused.map(({ kind }) => kind)).toEqual([
    "model version",
    "model version",
    "alias",
    "model version",
    "alias",
  ]);
  expect((await getModel(ctx(), { name })).aliases).toEqual([{ alias: "there", version: 2 }]);
});

test("one who may write models may not import them", async () => {
  const editor = testCtx(stores, ["models:read", "models:write"]);
  await expect(importRegistry(editor, { model: { name: "no", ...times } })).rejects.toThrow(ForbiddenError);
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { folderSource, isStore } from "./folder-source";
import { Unreadable } from "./shapes";

const RUN = "0123456789abcdef0123456789abcdef";
const MODEL = `m-${RUN}`;
let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "mlruns-"));
  const files: Record<string, string> = {
    "7/meta.yaml": "experiment_id: '7'\nname: seven\nlifecycle_stage: active\ncreation_time: 1\n",
    "7/tags/a/b": "x\ny",
    [`7/${RUN}/meta.yaml`]: `run_id: ${RUN}\nrun_name: one\nstatus: 3\nstart_time: 5\nend_time: null\nartifact_uri: s3://b/7\ntags: []\n`,
    [`7/${RUN}/metrics/a/loss`]: "1 nan 1\n2 0.5 2\n3 0.2",
    [`7/${RUN}/params/p`]: "line\n",
    [`7/${RUN}/artifacts/d/x y.txt`]: "hi",
    [`7/${RUN}/inputs/1/meta.yaml`]:
      "source_type: DATASET\nsource_id: ../../7/datasets/d1\ntags:\n  mlflow.data.context: train\n",
    [`7/${RUN}/inputs/2/meta.yaml`]: `source_type: MODEL\nsource_id: ${MODEL}\n`,
    [`7/${RUN}/outputs/${MODEL}/meta.yaml`]: `destination_id: ${MODEL}\nstep: 3\n`,
    "7/datasets/d1/meta.yaml": "name: d\ndigest: '1'\nprofile: null\n",
    [`7/models/${MODEL}/meta.yaml`]: `model_id: ${MODEL}\nname: m\nstatus: 2\ncreation_timestamp: 1\nlast_updated_timestamp: 2\n`,
    [`7/models/${MODEL}/metrics/auc`]: `1 0.5 2 ${RUN} d 1\n`,
    ".trash/8/meta.yaml": "experiment_id: '8'\nname: gone\nlifecycle_stage: deleted\n",
    "notes/readme.txt": "no experiment",
    "models/churn/meta.yaml": "name: churn\ncreation_timestamp: 1\nlast_updated_timestamp: 2\n",
    "models/churn/aliases/champion": "10\n",
    "models/churn/version-10/meta.yaml": "version: 10\ncurrent_stage: Staging\nsource: runs:/x\n",
    "models/churn/version-9/meta.yaml": "version: 9\ncurrent_stage: Deleted_Internal\n",
    "models/churn/version-2/meta.yaml": "version: 2\n",
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  symlinkSync("/etc/passwd", join(root, `7/${RUN}/artifacts/passwd`));
  symlinkSync("/etc", join(root, `7/${RUN}/artifacts/etc`));
});
afterAll(() => rmSync(root, { recursive: true }));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const runs = async () => all(folderSource(root).runs("7"));
const filesOf = (uri = "") => ({ runId: RUN, experimentId: "7", uri });

it("finds experiments, those in the trash too, and takes nothing else for one", async () => {
  const found = await all(folderSource(root).experiments());
  expect(
    found.map(({ experiment_id, name, lifecycle_stage, tags }) => [
      experiment_id,
      name,
      lifecycle_stage,
      tags,
    ]),
  ).toEqual([
    ["7", "seven", "active", [{ key: "a/b", value: "x\ny" }]],
    ["8", "gone", "deleted", []],
  ]);
  expect([await isStore(root), await isStore(join(root, "notes"))]).toEqual([true, false]);
});

it("a run has what hangs on it; what it refers to lies in its experiment, whatever is written there", async () => {
  expect(await runs()).toMatchObject([
    {
      info: { run_id: RUN, run_name: "one", status: "FINISHED", start_time: 5, experiment_id: "7" },
      data: { params: [{ key: "p", value: "line\n" }], metrics: [{ key: "a/loss" }] },
      inputs: {
        dataset_inputs: [
          { dataset: { name: "d", digest: "1" }, tags: [{ key: "mlflow.data.context", value: "train" }] },
        ],
        model_inputs: [{ model_id: MODEL }],
      },
      outputs: { model_outputs: [{ model_id: MODEL, step: 3 }] },
    },
  ]);
});

it("points come as they stand in the file, also the last one that has no end of line", async () => {
  const [run] = await runs();
  if (!run) throw new Error("There is no run");
  expect((await all(folderSource(root).points(run, "a/loss"))).map(({ value }) => value)).toEqual([
    "NaN",
    0.5,
    0.2,
  ]);
});

it("files are those in the folder: links are not followed", async () => {
  expect(await all(folderSource(root).files(filesOf("s3://moved/here")))).toEqual([
    { path: "d/x y.txt", size: 2 },
  ]);
});

it("files that lie in another store, or are gone, are said to be", async () => {
  const gone = { ...filesOf("s3://b/7"), runId: "f".repeat(32) };
  await expect(all(folderSource(root).files(gone))).rejects.toThrow(Unreadable);
  expect(await all(folderSource(root).files({ ...gone, uri: "file:///old/place" }))).toEqual([]);
  await expect(folderSource(root).open(filesOf(), { path: "gone", size: 1 })).rejects.toThrow(Unreadable);
});

it("logged models and the registry come with their numbers in order, without what was deleted", async () => {
  const [model] = await all(folderSource(root).models("7"));
  expect(model).toMatchObject({
    info: { model_id: MODEL, status: "LOGGED_MODEL_READY", creation_timestamp_ms: 1 },
    data: { metrics: [{ key: "auc", value: 0.5, run_id: RUN, dataset_name: "d" }] },
  });
  const [registered] = await all(folderSource(root).registered());
  expect(registered).toMatchObject({ name: "churn", aliases: [{ alias: "champion", version: "10" }] });
  const versions = await all(folderSource(root).versions("churn"));
  expect(versions.map(({ version, current_stage }) => [version, current_stage])).toEqual([
    ["2", "None"],
    ["10", "Staging"],
  ]);
});

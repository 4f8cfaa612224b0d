import { describe, expect, test } from "vitest";
import { ForbiddenError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeTrainingRun,
  createExperiment,
  deleteRun,
  findMissingFiles,
  finishRuns,
  getExperiment,
  getHistory,
  getLoggedModel,
  importExperiments,
  importLoggedModels,
  importPoints,
  importRuns,
  placeImportedFile,
  restoreExperiment,
} from "../index";
import { experimenter } from "../testing";

const stores = testStores();
const { ctx: editor, experiment, read } = experimenter(stores);
const ctx = () => testCtx(stores, ["imports:write", "experiments:read", "experiments:write"]);
let last = 0x10;
const hex = () => `0123456789abcdef0123456789abcd${(last++).toString(16).padStart(2, "0")}`;
const runOf = (info: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) => ({
  info: { run_id: hex(), run_name: "one", status: "FINISHED", start_time: 1_000, end_time: 2_000, ...info },
  ...rest,
});
const bring = (...experiments: Record<string, unknown>[]) =>
  importExperiments(ctx(), { source: "http://other", experiments });
const audited = (action: string) => stores.db.prisma.auditLog.count({ where: { action } });

describe("experiments", () => {
  test("keep number, times, tags and stage; again they are known, and nothing is written", async () => {
    const one = {
      experiment_id: "4711",
      name: "kept",
      lifecycle_stage: "deleted",
      creation_time: 1_500_000_000_123,
      last_update_time: "1600000000456",
      tags: [{ key: "team", value: "a" }],
    };
    expect(await bring(one)).toEqual({
      experiments: [{ source_id: "4711", experiment_id: "4711", how: "kept" }],
      refused: [],
    });
    const rows = await audited("experiment.import");
    expect((await bring({ ...one, name: "renamed there" })).experiments).toEqual([
      { source_id: "4711", experiment_id: "4711", how: "known" },
    ]);
    expect(await audited("experiment.import")).toBe(rows);
    expect(await getExperiment(ctx(), { experiment_id: "4711" })).toMatchObject({
      name: "kept",
      lifecycleStage: "deleted",
      createdAt: new Date(1_500_000_000_123),
      updatedAt: new Date(1_600_000_000_456),
      tags: [{ key: "team", value: "a" }],
    });
  });

  test("a number that is taken becomes another, and a name that is taken takes the runs in", async () => {
    const own = await experiment();
    const { experiments } = await bring({ experiment_id: own, name: "its number is taken" });
    expect(experiments).toMatchObject([{ source_id: own, how: "renumbered" }]);
    expect(experiments[0]?.experiment_id).not.toBe(own);
    const again = await bring({ experiment_id: own, name: "its number is taken" });
    expect(again.experiments).toEqual([{ ...experiments[0], how: "known" }]);
    expect((await bring({ experiment_id: "999001", name: "Default" })).experiments).toEqual([
      { source_id: "999001", experiment_id: "0", how: "same_name" },
    ]);
  });

  test("numbers that are given from then on are not those that were kept", async () => {
    const next = Number(await experiment()) + 1;
    await bring({ experiment_id: String(next), name: "the next number" });
    await bring({ experiment_id: "684837208393759386", name: "a number of a file store" });
    const made = await createExperiment(editor(), { name: "made behind both" });
    expect(Number(made.id)).toBeGreaterThan(next);
    expect(Number(made.id)).toBeLessThan(next + 10);
  });

  test("what is not fine is left out and named, and keeps nothing else from coming", async () => {
    const { experiments, refused } = await bring(
      {
        experiment_id: "81",
        name: "fine",
        tags: [
          { key: "../up", value: "x" },
          { key: "ok", value: "y" },
        ],
      },
      { experiment_id: "../82", name: "path" },
      { experiment_id: "83", name: " " },
      { experiment_id: "84", name: "late", creation_time: "253402300800000" },
    );
    expect(experiments.map(({ source_id }) => source_id)).toEqual(["81"]);
    expect(refused.map(({ kind, id }) => [kind, id])).toEqual([
      ["experiment", "path"],
      ["experiment", " "],
      ["experiment", "late"],
      ["experiment tag", "fine: ../up"],
    ]);
    expect(await getExperiment(ctx(), { experiment_id: "81" })).toMatchObject({
      tags: [{ key: "ok", value: "y" }],
    });
  });
});

describe("runs", () => {
  test("come with id, times and all that hangs on them; again nothing changes", async () => {
    const experiment_id = await experiment();
    const run = runOf(
      { user_id: "ada", end_time: "9223372036854775807" },
      {
        data: { params: [{ key: "lr", value: "0.1" }], tags: [{ key: "mlflow.runName", value: "named" }] },
        inputs: {
          dataset_inputs: [
            {
              dataset: { name: "d", digest: "1", source_type: "local", source: "x" },
              tags: [{ key: "mlflow.data.context", value: "train" }],
            },
          ],
          model_inputs: [{ model_id: `m-${hex()}` }],
        },
        outputs: { model_outputs: [{ model_id: `m-${hex()}`, step: 3 }] },
      },
    );
    const { run_id } = run.info;
    const sent = { experiment_id, runs: [run] };
    expect(await importRuns(ctx(), sent)).toEqual({
      runs: [{ run_id, is_new: true, is_done: false }],
      refused: [],
    });
    const text = JSON.stringify(await read(run_id));
    expect(JSON.parse(text)).toMatchObject({
      info: { run_id, run_name: "named", user_id: "ada", status: "FINISHED", start_time: 1_000 },
      data: { params: [{ key: "lr", value: "0.1" }] },
      inputs: { dataset_inputs: [{ dataset: { name: "d" } }], model_inputs: [{}] },
      outputs: { model_outputs: [{ step: 3 }] },
    });
    expect((await importRuns(ctx(), sent)).runs).toEqual([{ run_id, is_new: false, is_done: false }]);
    expect(JSON.stringify(await read(run_id))).toBe(text);
  });

  test("one that came whole is done as long as it is the same there", async () => {
    const experiment_id = await experiment();
    const run = runOf();
    const { run_id } = run.info;
    const look = async (fingerprint: string) =>
      (await importRuns(ctx(), { experiment_id, runs: [{ ...run, fingerprint }] })).runs[0]?.is_done;
    expect(await look("a")).toBe(false);
    await finishRuns(ctx(), {
      runs: [
        { run_id, fingerprint: "a" },
        { run_id: hex(), fingerprint: "gone" },
      ],
    });
    expect([await look("a"), await look("b"), await look("")]).toEqual([true, false, false]);
  });

  test("what people did to an ended run here stays; one that was open there is brought up to date", async () => {
    const experiment_id = await experiment();
    const tags = [{ key: "stage", value: "there" }];
    const [ended, open] = [runOf({}, { data: { tags } }), runOf({ status: "RUNNING" }, { data: { tags } })];
    const runs = [ended, open];
    await importRuns(ctx(), { experiment_id, runs });
    for (const { info } of runs)
      await changeTrainingRun(ctx(), { run_id: info.run_id, name: "here", tags: { stage: "here" } });
    await deleteRun(ctx(), { run_id: ended.info.run_id });
    const finished = { ...open, info: { ...open.info, status: "FAILED", end_time: 5_000 } };
    await importRuns(ctx(), { experiment_id, runs: [ended, finished] });
    const tagsOf = async (id: string) =>
      (await read(id)).data.tags?.find(({ key }) => key === "stage")?.value;
    expect((await read(ended.info.run_id)).info).toMatchObject({
      run_name: "here",
      lifecycle_stage: "deleted",
    });
    expect(await tagsOf(ended.info.run_id)).toBe("here");
    expect((await read(open.info.run_id)).info).toMatchObject({
      run_name: "one",
      status: "FAILED",
      end_time: 5_000,
    });
    expect(await tagsOf(open.info.run_id)).toBe("there");
  });

  test("a run that moved here is added to where it lies", async () => {
    const [from, to] = [await experiment(), await experiment()];
    const run = runOf();
    const { run_id } = run.info;
    await importRuns(ctx(), { experiment_id: to, runs: [run] });
    await importRuns(ctx(), {
      experiment_id: from,
      runs: [{ ...run, data: { params: [{ key: "p", value: "1" }] } }],
    });
    expect((await read(run_id)).info).toMatchObject({ experiment_id: to });
    expect((await read(run_id)).data.params).toEqual([{ key: "p", value: "1" }]);
  });

  test("runs that were deleted with their experiment come back with it", async () => {
    await bring({ experiment_id: "90210", name: "gone there", lifecycle_stage: "deleted" });
    const run = runOf({ lifecycle_stage: "deleted" });
    await importRuns(ctx(), { experiment_id: "90210", runs: [run] });
    expect((await read(run.info.run_id)).info).toMatchObject({ lifecycle_stage: "deleted" });
    await restoreExperiment(ctx(), { experiment_id: "90210" });
    expect((await read(run.info.run_id)).info).toMatchObject({ lifecycle_stage: "active" });
  });

  test("hostile ones are left out and named", async () => {
    const experiment_id = await experiment();
    const fine = runOf(
      {},
      {
        data: {
          params: [
            { key: "a//b", value: "1" },
            { key: "ok", value: "2" },
          ],
        },
      },
    );
    const { runs, refused } = await importRuns(ctx(), {
      experiment_id,
      runs: [
        fine,
        runOf({ run_id: "../../etc" }),
        runOf({ run_id: "'; DROP TABLE experiment_run" }),
        runOf({ status: "DONE" }),
        runOf({ start_time: "99999999999999999999" }),
        null,
      ],
    });
    expect(runs.map(({ run_id }) => run_id)).toEqual([fine.info.run_id]);
    expect(refused).toHaveLength(6);
    expect((await read(fine.info.run_id)).data.params).toEqual([{ key: "ok", value: "2" }]);
  });
});

describe("points", () => {
  test("come whole into a deleted run too; again nothing changes", async () => {
    const experiment_id = await experiment();
    const run = runOf({ lifecycle_stage: "deleted" });
    const { run_id } = run.info;
    await importRuns(ctx(), { experiment_id, runs: [run] });
    const metrics = [
      { key: "loss", value: 0.5, timestamp: 1, step: -1 },
      { key: "loss", value: "NaN", timestamp: 2, step: "9223372036854775807" },
      { key: "loss", value: "-Infinity", timestamp: 3 },
      { key: "a//b", value: 1, timestamp: 3 },
    ];
    const { refused } = await importPoints(ctx(), { run_id, metrics });
    expect(refused.map(({ id }) => id)).toEqual([`${run_id}: a//b`]);
    const history = async () => (await getHistory(ctx(), { run_id, metric_key: "loss" })).points;
    const before = await history();
    expect(before.match(/"step"/g)).toHaveLength(3);
    await importPoints(ctx(), { run_id, metrics });
    expect(await history()).toBe(before);
  });

  test("of a run that is not here are refused", async () => {
    const metrics = [{ key: "loss", value: 1, timestamp: 1 }];
    await expect(importPoints(ctx(), { run_id: hex(), metrics })).rejects.toThrow(NotFoundError);
    await expect(importPoints(ctx(), { run_id: "../x", metrics })).rejects.toThrow(NotFoundError);
  });
});

describe("logged models", () => {
  const modelOf = (info: Record<string, unknown> = {}) => ({
    info: {
      model_id: `m-${hex()}`,
      name: "model",
      status: "LOGGED_MODEL_READY",
      creation_timestamp_ms: 1_000,
      last_updated_timestamp_ms: 2_000,
      tags: [{ key: "t", value: "there" }],
      ...info,
    },
    data: {
      params: [{ key: "p", value: "1" }],
      metrics: [
        {
          key: "auc",
          value: 0.9,
          timestamp: 5,
          step: 0,
          run_id: hex(),
          dataset_name: "d",
          dataset_digest: "1",
        },
      ],
    },
  });

  test("come with id, times and metrics; again nothing changes", async () => {
    const experiment_id = await experiment();
    const [fine, bad] = [modelOf(), modelOf({ model_id: "m-../x" })];
    const look = () => getLoggedModel(ctx(), { model_id: fine.info.model_id });
    const sent = { experiment_id, models: [fine, bad] };
    expect((await importLoggedModels(ctx(), sent)).refused.map(({ id }) => id)).toEqual(["m-../x"]);
    const before = await look();
    expect(JSON.parse(before)).toMatchObject({
      info: { status: "LOGGED_MODEL_READY", creation_timestamp_ms: 1_000, last_updated_timestamp_ms: 2_000 },
      data: { params: [{ key: "p", value: "1" }], metrics: [{ key: "auc", value: 0.9, dataset_name: "d" }] },
    });
    await importLoggedModels(ctx(), sent);
    expect(await look()).toBe(before);
  });
});

describe("files", () => {
  test("those that are there with their size are not asked for again", async () => {
    const experiment_id = await experiment();
    const run = runOf({ lifecycle_stage: "deleted" });
    await importRuns(ctx(), { experiment_id, runs: [run] });
    const root = `${experiment_id}/${run.info.run_id}/artifacts`;
    const { key } = await placeImportedFile(ctx(), { path: `${root}/a/b c.txt` });
    await stores.storage.putBytes(key, "abc");
    const files = [
      { path: "a/b c.txt", size: 3 },
      { path: "a/d.txt", size: 3 },
      { path: "../../x", size: 1 },
      { path: "%2e%2e/x", size: 1 },
      { path: "a\\b", size: 1 },
    ];
    const { missing, refused } = await findMissingFiles(ctx(), { root, files });
    expect(missing).toEqual(["a/d.txt"]);
    expect(refused.map(({ id }) => id)).toEqual([`${root}/../../x`, `${root}/%2e%2e/x`, `${root}/a\\b`]);
    const longer = await findMissingFiles(ctx(), { root, files: [{ path: "a/b c.txt", size: 4 }] });
    expect(longer.missing).toEqual(["a/b c.txt"]);
  });

  test.each(["", "/..", "/%2e%2e/%2e%2e/x", "/a/../../b", "/a#b", "/a%00b"])(
    "none is put at artifacts%s",
    async (path) => {
      const experiment_id = await experiment();
      const run = runOf();
      await importRuns(ctx(), { experiment_id, runs: [run] });
      await expect(
        placeImportedFile(ctx(), { path: `${experiment_id}/${run.info.run_id}/artifacts${path}` }),
      ).rejects.toThrow(InvalidError);
    },
  );

  test("none is put where no run or model is", async () => {
    for (const path of [`0/${hex()}/artifacts/a`, `0/models/m-${hex()}/artifacts/a`, "code/x", "../code/x"])
      await expect(placeImportedFile(ctx(), { path })).rejects.toThrow(NotFoundError);
  });
});

test("an import is for those who have its permission, and for nobody else who may write", async () => {
  const run = runOf();
  const calls = [
    () => importExperiments(editor(), { source: "x", experiments: [{ experiment_id: "5", name: "no" }] }),
    () => importRuns(editor(), { experiment_id: "0", runs: [run] }),
    () => importPoints(editor(), { run_id: run.info.run_id, metrics: [{}] }),
    () => importLoggedModels(editor(), { experiment_id: "0", models: [{}] }),
    () => finishRuns(editor(), { runs: [{ run_id: run.info.run_id, fingerprint: "x" }] }),
    () => findMissingFiles(editor(), { root: "x", files: [{ path: "a", size: 1 }] }),
    () => placeImportedFile(editor(), { path: "x" }),
  ];
  for (const call of calls) await expect(call()).rejects.toThrow(ForbiddenError);
});

test("more at once than a message holds is refused before it is looked at", async () => {
  const many = (count: number) => Array.from({ length: count }, () => ({}));
  await expect(importExperiments(ctx(), { source: "x", experiments: many(201) })).rejects.toThrow(
    InvalidError,
  );
  await expect(importRuns(ctx(), { experiment_id: "0", runs: many(101) })).rejects.toThrow(InvalidError);
  await expect(importPoints(ctx(), { run_id: hex(), metrics: many(10_001) })).rejects.toThrow(InvalidError);
  await expect(importLoggedModels(ctx(), { experiment_id: "0", models: many(101) })).rejects.toThrow(
    InvalidError,
  );
});

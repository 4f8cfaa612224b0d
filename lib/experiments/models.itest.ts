import { describe, expect, test } from "vitest";
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import {
  createLoggedModel,
  deleteLoggedModel,
  deleteModelTag,
  finishLoggedModel,
  getLoggedModel,
  listModelArtifacts,
  logBatch,
  logInputs,
  logModelParams,
  logOutputs,
  searchLoggedModels,
  setModelTags,
} from "./index";
import { experimenter } from "./testing";

const stores = testStores();
const { ctx, experiment, run, read } = experimenter(stores);
const parsed = async (json: string | Promise<string>) => JSON.parse(await json);
const make = async (experiment_id: string, rest: object = {}) =>
  (await parsed(createLoggedModel(ctx(), { experiment_id, name: "m", ...rest }))).info.model_id as string;
const get = (model_id: string, allow_deleted = false) =>
  parsed(getLoggedModel(ctx(), { model_id, allow_deleted }));

describe("a logged model", () => {
  test("is made, filled, finished and deleted, and the audit log has it", async () => {
    const id = await experiment();
    const source_run_id = await run(id);
    const model_id = await make(id, {
      source_run_id,
      params: [
        { key: "b", value: "2" },
        { key: "a", value: "1" },
      ],
      tags: [{ key: "t", value: "x" }],
    });
    expect(model_id).toMatch(/^m-[0-9a-f]{32}$/);
    expect(await get(model_id)).toMatchObject({
      info: {
        experiment_id: id,
        name: "m",
        status: "LOGGED_MODEL_PENDING",
        model_type: "",
        source_run_id,
        artifact_uri: `mlflow-artifacts:/${id}/models/${model_id}/artifacts`,
        tags: [{ key: "t", value: "x" }],
      },
      data: {
        params: [
          { key: "a", value: "1" },
          { key: "b", value: "2" },
        ],
      },
    });
    await finishLoggedModel(ctx(), { model_id, status: "READY" });
    await setModelTags(ctx(), {
      model_id,
      tags: [
        { key: "t", value: "y" },
        { key: "u", value: "z" },
      ],
    });
    await deleteModelTag(ctx(), { model_id, key: "u" });
    expect((await get(model_id)).info).toMatchObject({
      status: "LOGGED_MODEL_READY",
      tags: [{ key: "t", value: "y" }],
    });
    await deleteLoggedModel(ctx(), { model_id });
    await expect(get(model_id)).rejects.toThrow(NotFoundError);
    expect((await get(model_id, true)).info.model_id).toBe(model_id);
    const rows = await stores.db.prisma.auditLog.findMany({
      where: { targetId: model_id },
      orderBy: { id: "asc" },
    });
    expect(rows.map(({ action }) => action)).toEqual([
      "logged_model.create",
      "logged_model.finish",
      "logged_model.delete",
    ]);
  });

  test("keeps its parameters, and takes new ones", async () => {
    const model_id = await make(await experiment(), { params: [{ key: "a", value: "1" }] });
    await logModelParams(ctx(), {
      model_id,
      params: [
        { key: "a", value: "1" },
        { key: "constructor", value: "2" },
      ],
    });
    await expect(logModelParams(ctx(), { model_id, params: [{ key: "a", value: "2" }] })).rejects.toThrow(
      ConflictError,
    );
    expect((await get(model_id)).data.params).toHaveLength(2);
    const many = (from: number) =>
      Array.from({ length: 1_000 }, (_, at) => ({ key: `k${from + at}`, value: "" }));
    await logModelParams(ctx(), { model_id, params: many(0) });
    await expect(logModelParams(ctx(), { model_id, params: many(1_000) })).rejects.toThrow(InvalidError);
  });

  test.each(["", " ", "a/b", "a:b", "a.b", "a%b", 'a"b', "a'b", "x".repeat(251)])(
    "is not called %j",
    async (name) => {
      await expect(createLoggedModel(ctx(), { experiment_id: "0", name })).rejects.toThrow(InvalidError);
    },
  );

  test("without a name is given one; one that is none is not found", async () => {
    expect((await parsed(createLoggedModel(ctx(), { experiment_id: "0" }))).info.name).toMatch(
      /^[a-z]+-[a-z]+-\d+$/,
    );
    await expect(createLoggedModel(ctx(), { experiment_id: "77777" })).rejects.toThrow(NotFoundError);
    await expect(createLoggedModel(ctx(), { experiment_id: "0", source_run_id: "../x" })).rejects.toThrow(
      InvalidError,
    );
    for (const model_id of ["", "x", `m-${"0".repeat(32)}`, "m-../../etc"]) {
      for (const call of [
        () => get(model_id),
        () => finishLoggedModel(ctx(), { model_id, status: "READY" as const }),
        () => logModelParams(ctx(), { model_id }),
        () => setModelTags(ctx(), { model_id }),
        () => deleteModelTag(ctx(), { model_id, key: "a" }),
        () => deleteLoggedModel(ctx(), { model_id }),
        () => listModelArtifacts(ctx(), { model_id }),
      ])
        await expect(call()).rejects.toThrow(NotFoundError);
    }
  });

  test("is an input or an output of runs, and has the metrics that were measured of it: the latest of each data", async () => {
    const id = await experiment();
    const runId = await run(id);
    const model_id = await make(id);
    const measured = (value: number, step: number, rest: object = {}) => ({
      key: "auc",
      value,
      step,
      timestamp: 1,
      model_id,
      ...rest,
    });
    await logBatch(ctx(), {
      run_id: runId,
      metrics: [
        measured(0.1, 2),
        measured(0.2, 1),
        measured(0.3, 0, { dataset_name: "d", dataset_digest: "1" }),
      ],
    });
    await logBatch(ctx(), {
      run_id: runId,
      metrics: [measured(0.4, 1), { ...measured(0.5, 5), model_id: "m-none" }],
    });
    expect((await get(model_id)).data.metrics).toEqual([
      { key: "auc", value: 0.1, timestamp: 1, step: 2, model_id, run_id: runId },
      {
        key: "auc",
        value: 0.3,
        timestamp: 1,
        step: 0,
        model_id,
        run_id: runId,
        dataset_name: "d",
        dataset_digest: "1",
      },
    ]);
    await logOutputs(ctx(), { run_id: runId, models: [{ model_id, step: 3 }] });
    await logInputs(ctx(), { run_id: runId, models: [{ model_id }] });
    const { inputs, outputs } = await read(runId);
    expect([inputs.model_inputs, outputs.model_outputs]).toEqual([[{ model_id }], [{ model_id, step: 3 }]]);
  });
});

test("models are found by everything they have, in any order, page by page", async () => {
  const id = await experiment();
  const runId = await run(id);
  const nameOf = new Map<string, string>();
  for (const [name, auc, lr] of [
    ["a", 0.5, "1"],
    ["b", 0.9, "2"],
    ["c", null, "1"],
  ] as const) {
    stores.clock.advance(10);
    const model_id = await make(id, {
      name,
      params: [{ key: "lr", value: lr }],
      tags: [{ key: "is", value: name }],
    });
    nameOf.set(model_id, name);
    if (auc !== null)
      await logBatch(ctx(), {
        run_id: runId,
        metrics: [
          { key: "auc", value: auc, timestamp: 1, model_id, dataset_name: name === "a" ? "test" : "train" },
        ],
      });
  }
  const names = async (input: Omit<Parameters<typeof searchLoggedModels>[1], "experiment_ids"> = {}) => {
    let found = "";
    let token: string | null = null;
    do {
      const page: { models: string[]; nextPageToken: string | null } = await searchLoggedModels(ctx(), {
        experiment_ids: [id, "nonsense"],
        max_results: 2,
        ...input,
        ...(token && { page_token: token }),
      });
      found += page.models.map((json) => nameOf.get(JSON.parse(json).info.model_id)).join("");
      token = page.nextPageToken;
    } while (token);
    return found;
  };
  expect(await names()).toBe("cba");
  expect(await names({ filter: "name = 'b'" })).toBe("b");
  expect(await names({ filter: "name IN ('a', 'c') AND params.lr = '1'" })).toBe("ca");
  expect(await names({ filter: "params.lr NOT IN ('1')" })).toBe("b");
  expect(await names({ filter: "tags.is LIKE '_'" })).toBe("cba");
  expect(await names({ filter: "metrics.auc > 0.4" })).toBe("ba");
  expect(await names({ filter: "metrics.auc > 0.4", datasets: [{ dataset_name: "test" }] })).toBe("a");
  expect(await names({ filter: "status = 'PENDING' AND creation_timestamp > 0" })).toBe("cba");
  expect(await names({ order_by: [{ field_name: "metrics.auc" }] })).toBe("abc");
  expect(await names({ order_by: [{ field_name: "metrics.auc", ascending: false }] })).toBe("bac");
  expect(
    await names({ order_by: [{ field_name: "metrics.auc", ascending: false, dataset_name: "test" }] }),
  ).toBe("acb");
  expect(await names({ order_by: [{ field_name: "name" }] })).toBe("abc");
  for (const bad of [
    { filter: "nothing = 'x'" },
    { filter: "creation_timestamp > 'x'" },
    { order_by: [{ field_name: "params.lr" }] },
    { order_by: [{ field_name: "name" }, { field_name: "name" }] },
    { page_token: "x" },
  ])
    await expect(names(bad)).rejects.toThrow(InvalidError);
});

test("a reader changes no model, and nobody reads without the permission", async () => {
  const model_id = await make("0");
  const reader = () => testCtx(stores, ["experiments:read"]);
  const nobody = () => testCtx(stores, []);
  for (const refused of [
    () => createLoggedModel(reader(), { experiment_id: "0" }),
    () => finishLoggedModel(reader(), { model_id, status: "READY" as const }),
    () => logModelParams(reader(), { model_id }),
    () => setModelTags(reader(), { model_id }),
    () => deleteModelTag(reader(), { model_id, key: "a" }),
    () => deleteLoggedModel(reader(), { model_id }),
    () => logOutputs(reader(), { run_id: "x" }),
    () => getLoggedModel(nobody(), { model_id }),
    () => searchLoggedModels(nobody(), { experiment_ids: [] }),
    () => listModelArtifacts(nobody(), { model_id }),
  ])
    await expect(refused()).rejects.toThrow(ForbiddenError);
});

import { describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeExperiment,
  changeTrainingRun,
  createExperiment,
  deleteExperiment,
  deleteTrainingRuns,
  listExperiments,
  listKeys,
  listPoints,
  listTrainingRuns,
  logBatch,
  readExperiment,
  readTrainingRun,
  restoreExperiment,
  restoreTrainingRuns,
  tagTrainingRuns,
} from "./index";
import { experimenter } from "./testing";

const stores = testStores();
const { ctx, experiment, run } = experimenter(stores);
const auditOf = (targetId: string) =>
  stores.db.prisma.auditLog.findMany({ where: { targetId }, orderBy: { id: "asc" } });

describe("the list of experiments", () => {
  it("counts runs, knows the last start, and goes on where the last page ended", async () => {
    const prefix = newId("req");
    const [first, second, third] = [
      await experiment(`${prefix} 50%`),
      await experiment(`${prefix} 50_`),
      await experiment(`${prefix} 500`),
    ];
    await run(second ?? "", { start_time: Date.parse("2026-03-01T00:00:00Z") });
    await run(second ?? "", { start_time: Date.parse("2026-04-01T00:00:00Z") });
    const page = await listExperiments(ctx(), { search: prefix.toUpperCase(), limit: 2 });
    expect(page.data.map(({ id }) => id)).toEqual([third, second]);
    expect(page.data[1]).toMatchObject({ run_count: 2, last_run_at: "2026-04-01T00:00:00.000Z" });
    expect(page.data[0]).toMatchObject({ run_count: 0, last_run_at: null, description: null });
    const rest = await listExperiments(ctx(), {
      search: prefix.toUpperCase(),
      limit: 2,
      cursor: page.next_cursor ?? "",
    });
    expect(rest).toMatchObject({ data: [{ id: first }], has_more: false, next_cursor: null });
    const literally = await listExperiments(ctx(), { search: `${prefix} 50%` });
    expect(literally.data.map(({ id }) => id)).toEqual([first]);
  });

  it("has deleted ones apart, with the runs that went with them", async () => {
    const name = newId("req");
    const id = await experiment(name);
    await run(id);
    await deleteExperiment(ctx(), { experiment_id: id });
    expect((await listExperiments(ctx(), { search: name })).data).toEqual([]);
    const deleted = await listExperiments(ctx(), { search: name, lifecycle: "deleted" });
    expect(deleted.data).toMatchObject([{ id, lifecycle: "deleted", run_count: 1 }]);
    await restoreExperiment(ctx(), { experiment_id: id });
    expect(await readExperiment(ctx(), { experiment_id: id })).toMatchObject({ run_count: 1 });
  });

  it("refuses a cursor of another list", async () => {
    const name = newId("req");
    for (const end of ["a", "b"]) await experiment(`${name}${end}`);
    const { next_cursor } = await listExperiments(ctx(), { search: name, limit: 1 });
    await expect(
      listExperiments(ctx(), { search: "other", cursor: next_cursor ?? "" }),
    ).rejects.toMatchObject({ extra: { errors: [{ pointer: "/cursor" }] } });
  });
});

describe("a change of an experiment", () => {
  it("sets name, description and tags together, leaves one row, and none for what already is so", async () => {
    const id = await experiment();
    const name = newId("req");
    const change = { experiment_id: id, name, description: "**Why**", tags: { team: "a", none: null } };
    await changeExperiment(ctx(), change);
    expect(await readExperiment(ctx(), { experiment_id: id })).toMatchObject({
      name,
      description: "**Why**",
      tags: { team: "a" },
    });
    await changeExperiment(ctx(), change);
    await changeExperiment(ctx(), { experiment_id: id, description: "", tags: { team: null } });
    expect(await readExperiment(ctx(), { experiment_id: id })).toMatchObject({ description: null, tags: {} });
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      "experiment.create",
      "experiment.change",
      "experiment.change",
    ]);
  });

  it("refuses a name that is taken and changes nothing then", async () => {
    const taken = newId("req");
    await createExperiment(ctx(), { name: taken });
    const id = await experiment();
    await expect(
      changeExperiment(ctx(), { experiment_id: id, name: taken, tags: { a: "1" } }),
    ).rejects.toMatchObject({ code: "CONFLICT", extra: { errors: [{ pointer: "/name" }] } });
    expect((await readExperiment(ctx(), { experiment_id: id })).tags).toEqual({});
  });

  it("says name and description in their own fields only", async () => {
    const id = await experiment();
    const change = changeExperiment(ctx(), { experiment_id: id, tags: { "mlflow.note.content": "x" } });
    await expect(change).rejects.toMatchObject({ code: "INVALID" });
  });
});

describe("the runs table", () => {
  it("has the wanted values only, in the wanted order, page by page", async () => {
    const id = await experiment();
    for (const [name, auc] of [
      ["low", 0.1],
      ["high", 0.9],
      ["none", Number.NaN],
    ] as const) {
      const runId = await run(id, { run_name: name, tags: [{ key: "team", value: "x" }] });
      const value = Number.isNaN(auc) ? ("NaN" as const) : auc;
      await logBatch(ctx(), {
        run_id: runId,
        params: [{ key: "l r", value: "1" }],
        metrics: [
          { key: "auc", value, timestamp: 1, step: 1 },
          { key: "loss", value: 1, timestamp: 1 },
        ],
      });
    }
    const query = {
      experiment_id: id,
      order_by: "metrics.auc DESC",
      keys: "metrics.auc,params.l r",
      limit: 2,
    };
    const page = await listTrainingRuns(ctx(), query);
    expect(page.data.map(({ name, metrics }) => [name, metrics])).toEqual([
      ["high", { auc: 0.9 }],
      ["low", { auc: 0.1 }],
    ]);
    expect(page.data[0]).toMatchObject({ params: { "l r": "1" }, tags: {}, status: "RUNNING" });
    const rest = await listTrainingRuns(ctx(), { ...query, cursor: page.next_cursor ?? "" });
    expect(rest).toMatchObject({ data: [{ name: "none", metrics: { auc: "NaN" } }], has_more: false });
    const either = "attributes.run_name = 'low' OR NOT metrics.auc < 1";
    const found = await listTrainingRuns(ctx(), { experiment_id: id, filter: either });
    expect(found.data.map(({ name }) => name).sort()).toEqual(["low", "none"]);
  });

  it.each([
    [{ filter: "metrics.auc >" }, "/filter"],
    [{ order_by: "nothing" }, "/order_by"],
    [{ keys: "auc" }, "/keys"],
    [{ keys: "metrics." }, "/keys"],
    [{ cursor: "x" }, "/cursor"],
    [{ experiment_id: "," }, "/experiment_id"],
  ])("names what is wrong in %j", async (wrong, pointer) => {
    const asked = listTrainingRuns(ctx(), { experiment_id: "0", ...wrong });
    await expect(asked).rejects.toMatchObject({ code: "INVALID", extra: { errors: [{ pointer }] } });
  });

  it("finds keys by a part of them, each once, also those that only few runs have", async () => {
    const id = await experiment();
    for (const n of [1, 2, 3]) {
      const metrics = ["val/loss", "val/acc", `only_${n}`].map((key) => ({ key, value: n, timestamp: n }));
      await logBatch(ctx(), { run_id: await run(id), metrics });
    }
    const keys = (search: string, limit = 50) =>
      listKeys(ctx(), { experiment_id: id, kind: "metric", search, limit });
    expect(await keys("VAL")).toEqual({ data: ["val/acc", "val/loss"], has_more: false });
    expect(await keys("", 3)).toEqual({ data: ["only_1", "only_2", "only_3"], has_more: true });
    expect(await keys("%")).toEqual({ data: [], has_more: false });
    expect(await listKeys(ctx(), { experiment_id: "no", kind: "tag" })).toEqual({
      data: [],
      has_more: false,
    });
  });
});

describe("runs", () => {
  it("are renamed, described and tagged in one change, which MLflow's clients read as tags", async () => {
    const runId = await run(await experiment(), { run_name: "before" });
    await changeTrainingRun(ctx(), {
      run_id: runId,
      name: "after",
      description: "d",
      tags: { a: "1", b: null },
    });
    expect(await readTrainingRun(ctx(), { run_id: runId })).toMatchObject({
      name: "after",
      description: "d",
      tags: { a: "1", "mlflow.runName": "after", "mlflow.note.content": "d" },
    });
    expect((await auditOf(runId)).map(({ action }) => action)).toEqual([
      "experiment_run.create",
      "experiment_run.update",
    ]);
  });

  it("are deleted and restored together; what was so already is not named as changed", async () => {
    const id = await experiment();
    const runs = [await run(id), await run(id), await run(id)].sort();
    const [first = "", ...others] = runs;
    await deleteTrainingRuns(ctx(), { run_ids: [first] });
    expect(await deleteTrainingRuns(ctx(), { run_ids: [...runs, ...runs] })).toEqual({ changed: others });
    expect((await listTrainingRuns(ctx(), { experiment_id: id })).data).toEqual([]);
    const deleted = await listTrainingRuns(ctx(), { experiment_id: id, lifecycle: "deleted" });
    expect(deleted.data.map((one) => one.id).sort()).toEqual(runs);
    expect(await restoreTrainingRuns(ctx(), { run_ids: others })).toEqual({ changed: others });
    expect((await readTrainingRun(ctx(), { run_id: first })).lifecycle).toBe("deleted");
  });

  it("are all changed or none", async () => {
    const runId = await run(await experiment());
    const run_ids = [runId, "0".repeat(32)];
    for (const change of [
      () => deleteTrainingRuns(ctx(), { run_ids }),
      () => tagTrainingRuns(ctx(), { run_ids, tags: { a: "1" } }),
    ])
      await expect(change()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await readTrainingRun(ctx(), { run_id: runId })).toMatchObject({ lifecycle: "active" });
    expect((await readTrainingRun(ctx(), { run_id: runId })).tags).not.toHaveProperty("a");
  });

  it("are tagged together, and it is said how many values that replaced", async () => {
    const id = await experiment();
    const run_ids = [await run(id, { tags: [{ key: "a", value: "0" }] }), await run(id)];
    const tags = { a: "1", b: "2" };
    expect(await tagTrainingRuns(ctx(), { run_ids, tags })).toEqual({ changed: 2, replaced: 1 });
    expect(await tagTrainingRuns(ctx(), { run_ids, tags: { a: null } })).toEqual({ changed: 2, replaced: 2 });
    const found = await listTrainingRuns(ctx(), { experiment_id: id, keys: "tags.a,tags.b" });
    expect(found.data.map((one) => one.tags)).toEqual([{ b: "2" }, { b: "2" }]);
  });

  it("are changed only by those who may", async () => {
    const runId = await run(await experiment());
    const viewer = testCtx(stores, ["experiments:read"]);
    for (const change of [
      () => deleteTrainingRuns(viewer, { run_ids: [runId] }),
      () => restoreTrainingRuns(viewer, { run_ids: [runId] }),
      () => tagTrainingRuns(viewer, { run_ids: [runId], tags: {} }),
      () => changeTrainingRun(viewer, { run_id: runId, name: "x" }),
    ])
      await expect(change()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("points of a metric", () => {
  const log = async (runId: string, values: readonly number[]) => {
    for (let from = 0; from < values.length; from += 1_000)
      await logBatch(ctx(), {
        run_id: runId,
        metrics: values.slice(from, from + 1_000).map((value, at) => ({
          key: "loss",
          value,
          timestamp: from + at,
          step: from + at,
        })),
      });
  };

  it("come whole, page by page", async () => {
    const runId = await run(await experiment());
    await log(runId, [5, 4, 3, 2, 1]);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPoints(ctx(), { run_id: runId, key: "loss", limit: 2, cursor });
      seen.push(...page.data.map(({ step }) => step));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });
});

import { describe, expect, test } from "vitest";
import type { Sql } from "@/lib/platform/db";
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import {
  createExperiment,
  createRun,
  deleteExperiment,
  deleteExperimentTag,
  deleteRun,
  deleteRunTag,
  getExperiment,
  getExperimentByName,
  getHistory,
  getRun,
  getSampledHistory,
  logBatch,
  logInputs,
  restoreExperiment,
  restoreRun,
  searchExperiments,
  searchRuns,
  setExperimentTag,
  updateExperiment,
  updateRun,
} from "./index";
import { experimenter } from "./testing";

const stores = testStores();
const { ctx, experiment, run, read } = experimenter(stores);
const nobody = () => testCtx(stores, []);
const actionsOn = async (id: string) =>
  (await stores.db.prisma.auditLog.findMany({ where: { targetId: id }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  );

describe("an experiment", () => {
  test("is made, renamed, tagged, deleted and restored, and each is a row of the audit log", async () => {
    const { id } = await createExperiment(ctx(), {
      name: "first",
      tags: [
        { key: "team", value: "a" },
        { key: "team", value: "b" },
      ],
    });
    expect(await getExperiment(ctx(), { experiment_id: id })).toMatchObject({
      id,
      name: "first",
      lifecycleStage: "active",
      tags: [{ key: "team", value: "b" }],
    });
    await updateExperiment(ctx(), { experiment_id: id, name: "second" });
    expect((await getExperimentByName(ctx(), { name: "second" })).id).toBe(id);
    await expect(getExperimentByName(ctx(), { name: "first" })).rejects.toThrow(NotFoundError);
    await setExperimentTag(ctx(), { experiment_id: id, key: "k", value: "v" });
    await deleteExperimentTag(ctx(), { experiment_id: id, key: "k" });
    await deleteExperiment(ctx(), { experiment_id: id });
    expect((await getExperiment(ctx(), { experiment_id: id })).lifecycleStage).toBe("deleted");
    await restoreExperiment(ctx(), { experiment_id: id });
    expect(await actionsOn(id)).toEqual(
      ["create", "rename", "tag", "untag", "delete", "restore"].map((verb) => `experiment.${verb}`),
    );
  });

  test("0 is there from the beginning", async () => {
    expect(await getExperimentByName(ctx(), { name: "Default" })).toMatchObject({ id: "0" });
  });

  test("a name that another takes while a rename waits for it is taken", async () => {
    const experiment_id = await experiment();
    const take = (sql: Sql) => sql.rows("INSERT INTO experiment (name) VALUES ('taken meanwhile')");
    const { renamed } = await whileHeld(stores.db.pool, take, async () => {
      const settled = updateExperiment(ctx(), { experiment_id, name: "taken meanwhile" }).catch(
        (error: unknown) => error,
      );
      await waitForLocked(stores.db.pool);
      return { renamed: settled };
    });
    expect(await renamed).toBeInstanceOf(ConflictError);
  });

  test("refuses what cannot be", async () => {
    const id = await experiment("taken");
    await expect(createExperiment(ctx(), { name: "taken" })).rejects.toMatchObject({
      code: "CONFLICT",
      extra: { errors: [{ code: "taken", pointer: "/name" }] },
    });
    await expect(
      updateExperiment(ctx(), { experiment_id: await experiment(), name: "taken" }),
    ).rejects.toThrow(ConflictError);
    await expect(deleteExperimentTag(ctx(), { experiment_id: id, key: "none" })).rejects.toThrow(
      NotFoundError,
    );
    await expect(restoreExperiment(ctx(), { experiment_id: id })).rejects.toThrow(NotFoundError);
    await deleteExperiment(ctx(), { experiment_id: id });
    await expect(deleteExperiment(ctx(), { experiment_id: id })).rejects.toThrow(NotFoundError);
    await expect(updateExperiment(ctx(), { experiment_id: id, name: "other" })).rejects.toThrow(
      ConflictError,
    );
    await expect(setExperimentTag(ctx(), { experiment_id: id, key: "k", value: "v" })).rejects.toThrow(
      ConflictError,
    );
    await expect(createRun(ctx(), { experiment_id: id })).rejects.toThrow(ConflictError);
    for (const bad of ["", " ", "x".repeat(501), "a\0b"])
      await expect(createExperiment(ctx(), { name: bad })).rejects.toThrow(InvalidError);
    for (const none of ["", "x", "-1", "1.0", "99999999999999999999", "9".repeat(18), "1'"])
      await expect(getExperiment(ctx(), { experiment_id: none })).rejects.toThrow(NotFoundError);
  });

  test("of one name is made once, however many ask at the same time", async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 8 }, () => createExperiment(ctx(), { name: "once" })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("takes its runs along, and brings back only those that it took", async () => {
    const id = await experiment();
    const [kept, thrownAway] = [await run(id), await run(id)];
    await deleteRun(ctx(), { run_id: thrownAway });
    await deleteExperiment(ctx(), { experiment_id: id });
    expect((await read(kept)).info).toMatchObject({ lifecycle_stage: "deleted" });
    await restoreExperiment(ctx(), { experiment_id: id });
    expect((await read(kept)).info).toMatchObject({ lifecycle_stage: "active" });
    expect((await read(thrownAway)).info).toMatchObject({ lifecycle_stage: "deleted" });
  });

  test("is found by name, tag and time, in any order, page by page", async () => {
    const ids: string[] = [];
    for (const [name, color] of [
      ["s-c", "red"],
      ["s-a", "red"],
      ["s-b", "blue"],
      ["s-D", "red"],
    ] as const)
      ids.push((await createExperiment(ctx(), { name, tags: [{ key: "color", value: color }] })).id);
    const names = async (
      filter: string,
      order: string[] = ["name"],
      view: "ACTIVE_ONLY" | "ALL" = "ACTIVE_ONLY",
    ) => {
      const found: string[] = [];
      let token: string | null | undefined;
      do {
        const page = await searchExperiments(ctx(), {
          filter,
          order_by: order,
          max_results: 1,
          view_type: view,
          ...(token ? { page_token: token } : {}),
        });
        found.push(...page.experiments.map(({ name }) => name));
        token = page.nextPageToken;
      } while (token);
      return found;
    };
    expect(await names("name LIKE 's-%'")).toEqual(["s-D", "s-a", "s-b", "s-c"]);
    expect(await names("name ILIKE 's-d'")).toEqual(["s-D"]);
    expect(await names("name LIKE 's-%' AND tags.color = 'red'", ["name DESC"])).toEqual([
      "s-c",
      "s-a",
      "s-D",
    ]);
    expect(await names("name LIKE 's-%' AND tags.color != 'red'")).toEqual(["s-b"]);
    expect(await names("name LIKE 's-%' AND (tags.color = 'blue' OR name = 's-a')")).toEqual(["s-a", "s-b"]);
    expect(await names(`experiment_id IN ('${ids[0]}', '${ids[2]}')`)).toEqual(["s-b", "s-c"]);
    expect(await names("name LIKE 's-%'", [])).toEqual(["s-D", "s-b", "s-a", "s-c"]);
    await deleteExperiment(ctx(), { experiment_id: ids[0] ?? "" });
    expect(await names("name LIKE 's-%'")).toEqual(["s-D", "s-a", "s-b"]);
    expect(await names("name LIKE 's-%'", ["name"], "ALL")).toHaveLength(4);
    const { createdAt } = await getExperiment(ctx(), { experiment_id: ids[1] ?? "" });
    expect(await names(`name LIKE 's-%' AND creation_time = ${createdAt.getTime()}`)).toContain("s-a");
    expect(await names(`name LIKE 's-%' AND last_update_time < ${createdAt.getTime()}`)).toEqual([]);
  });
});

describe("a run", () => {
  test("has a name that is a tag too, from the beginning and when it is renamed either way", async () => {
    const id = await experiment();
    const nameAndTag = async (runId: string) => {
      const { info, data } = await read(runId);
      return [info.run_name, data.tags?.find(({ key }) => key === "mlflow.runName")?.value];
    };
    const named = await run(id, { run_name: "mine" });
    expect(await nameAndTag(named)).toEqual(["mine", "mine"]);
    expect(await nameAndTag(await run(id, { tags: [{ key: "mlflow.runName", value: "tagged" }] }))).toEqual([
      "tagged",
      "tagged",
    ]);
    const [given, tag] = await nameAndTag(await run(id));
    expect(given).toMatch(/^[a-z]+-[a-z]+-\d{1,3}$/);
    expect(tag).toBe(given);
    await updateRun(ctx(), { run_id: named, run_name: "other" });
    expect(await nameAndTag(named)).toEqual(["other", "other"]);
    await updateRun(ctx(), { run_id: named, run_name: "" });
    expect(await nameAndTag(named)).toEqual(["other", "other"]);
    await logBatch(ctx(), { run_id: named, tags: [{ key: "mlflow.runName", value: "third" }] });
    expect(await nameAndTag(named)).toEqual(["third", "third"]);
    await expect(run(id, { run_name: "a", tags: [{ key: "mlflow.runName", value: "b" }] })).rejects.toThrow(
      InvalidError,
    );
  });

  test("goes from any status to any other and keeps its end, and each change is a row", async () => {
    const runId = await run(await experiment(), { start_time: 5 });
    expect((await read(runId)).info).toMatchObject({
      status: "RUNNING",
      start_time: 5,
      lifecycle_stage: "active",
    });
    await updateRun(ctx(), { run_id: runId, status: "FINISHED", end_time: 9 });
    await updateRun(ctx(), { run_id: runId, status: "RUNNING" });
    expect((await read(runId)).info).toMatchObject({ status: "RUNNING", end_time: 9 });
    expect(await actionsOn(runId)).toEqual([
      "experiment_run.create",
      "experiment_run.update",
      "experiment_run.update",
    ]);
  });

  test("that is deleted is read and restored, and takes nothing", async () => {
    const runId = await run(await experiment());
    await deleteRun(ctx(), { run_id: runId });
    await deleteRun(ctx(), { run_id: runId });
    expect((await read(runId)).info).toMatchObject({ lifecycle_stage: "deleted" });
    for (const refused of [
      () => logBatch(ctx(), { run_id: runId, metrics: [{ key: "a", value: 1, timestamp: 1 }] }),
      () => updateRun(ctx(), { run_id: runId, status: "FAILED" }),
      () => logInputs(ctx(), { run_id: runId, datasets: [] }),
      () => deleteRunTag(ctx(), { run_id: runId, key: "mlflow.runName" }),
    ])
      await expect(refused()).rejects.toMatchObject({
        code: "CONFLICT",
        extra: { reason: { code: "run_deleted" } },
      });
    await restoreRun(ctx(), { run_id: runId });
    await restoreRun(ctx(), { run_id: runId });
    expect(await actionsOn(runId)).toEqual(
      ["create", "delete", "restore"].map((verb) => `experiment_run.${verb}`),
    );
  });

  test("that is not there is not found, whatever its id looks like", async () => {
    for (const id of ["0".repeat(32), "x", "../../etc", "A".repeat(32), ""])
      for (const call of [getRun, deleteRun, restoreRun, updateRun, logBatch, logInputs])
        await expect(call(ctx(), { run_id: id })).rejects.toThrow(NotFoundError);
  });

  test("of a task knows its attempt", async () => {
    const attempt = {
      attemptId: "01900000-0000-7000-8000-000000000001",
      runId: "run_1",
      dagId: "d",
      taskId: "t",
    };
    const task = testCtx(stores, ["experiments:write"], { type: "attempt", attempt });
    const json = await createRun(task, { experiment_id: "0" });
    const runId = JSON.parse(json).info.run_id;
    expect(await stores.db.prisma.experimentRun.findMany({ where: { dagRunId: "run_1" } })).toMatchObject([
      { id: expect.stringContaining(runId.slice(0, 8)), attemptId: attempt.attemptId },
    ]);
  });
});

test("every verb asks for its permission, and a reader writes nothing", async () => {
  const id = await experiment();
  const runId = await run(id);
  const reader = () => testCtx(stores, ["experiments:read"]);
  const one = { experiment_id: id };
  const reads = [
    () => getExperiment(nobody(), one),
    () => getExperimentByName(nobody(), { name: "x" }),
    () => searchExperiments(nobody(), { max_results: 1 }),
    () => getRun(nobody(), { run_id: runId }),
    () => searchRuns(nobody(), { experiment_ids: [id] }),
    () => getHistory(nobody(), { run_id: runId, metric_key: "a" }),
    () => getSampledHistory(nobody(), { run_ids: [runId], metric_key: "a" }),
  ];
  const writes = [
    () => createExperiment(reader(), { name: "no" }),
    () => updateExperiment(reader(), one),
    () => deleteExperiment(reader(), one),
    () => restoreExperiment(reader(), one),
    () => setExperimentTag(reader(), { ...one, key: "a", value: "b" }),
    () => deleteExperimentTag(reader(), { ...one, key: "a" }),
    () => createRun(reader(), one),
    () => updateRun(reader(), { run_id: runId }),
    () => deleteRun(reader(), { run_id: runId }),
    () => restoreRun(reader(), { run_id: runId }),
    () => logBatch(reader(), { run_id: runId }),
    () => logInputs(reader(), { run_id: runId }),
    () => deleteRunTag(reader(), { run_id: runId, key: "a" }),
  ];
  for (const refused of [...reads, ...writes]) await expect(refused()).rejects.toThrow(ForbiddenError);
});

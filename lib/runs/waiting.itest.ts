import { beforeAll, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { createRuns, getRun, listRuns, listWaiting, startRuns, triggerRun } from "./index";
import { makePipeline } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
const sql = () => poolSql(stores.db.pool);
const start = async (dag_id: string) => (await triggerRun(ctx(), { dag_id })).id;
const waitsOf = async (run_id: string) => {
  const run = await getRun(ctx(), { run_id });
  return {
    run: run.waits_for,
    tasks: Object.fromEntries(run.tasks.map((task) => [task.task_id, task.waits_for])),
  };
};
/** The lines of a pipeline on the Workers page. */
const linesOf = async (dagId: string) =>
  (await listWaiting(ctx(), {})).data
    .filter((line) => line.dag_id === dagId)
    .map(({ waits_for, runs, tasks }) => ({ waits_for, runs, tasks }));
async function makeWorker(queue: string, concurrency: number): Promise<string> {
  const id = newId("wrk");
  await stores.db.prisma.worker.create({ data: { id, host: "h", pid: 1, queues: [queue], concurrency } });
  return id;
}
beforeAll(async () => {
  await makeWorker("default", 100);
});

test("a run of a paused pipeline says so, and so do its tasks, the list and Workers", async () => {
  const dag = await makePipeline(stores, { tasks: [{ task_id: "a" }] }, { isPaused: true });
  const id = await start(dag);
  const paused = { reason: "paused" };
  expect(await waitsOf(id)).toEqual({ run: paused, tasks: { a: paused } });
  expect((await listRuns(ctx(), { dag_id: dag })).data.map((run) => run.waits_for)).toEqual([paused]);
  expect(await linesOf(dag)).toEqual([{ waits_for: paused, runs: 1, tasks: 0 }]);
});

test("a run beyond the limit of active runs says how many there are", async () => {
  const dag = await makePipeline(stores, { tasks: [{ task_id: "a" }] }, { maxActiveRuns: 2 });
  const ids = [await start(dag), await start(dag), await start(dag), await start(dag)];
  const full = { reason: "active_runs", active: 2, limit: 2 };
  expect(await waitsOf(ids[2] ?? "")).toEqual({ run: full, tasks: { a: full } });
  expect((await waitsOf(ids[0] ?? "")).run).toEqual({ reason: "starting" });
  expect(await linesOf(dag)).toEqual([{ waits_for: full, runs: 2, tasks: 0 }]);
});

test("runs of a backfill wait under its own limit, and while it is paused", async () => {
  const dag = await makePipeline(stores, { tasks: [{ task_id: "a" }] }, { maxActiveRuns: 16 });
  const { headVersionId } = await stores.db.prisma.dag.findUniqueOrThrow({ where: { id: dag } });
  const backfillId = newId("bf");
  const at = new Date("2001-01-01T00:00:00Z");
  const range = { fromDate: at, toDate: at, maxActiveRuns: 1, totalRuns: 2 };
  await stores.db.prisma.backfill.create({
    data: { id: backfillId, dagId: dag, state: "running", ...range },
  });
  const ids = await createRuns(
    sql(),
    { dagId: dag, versionId: headVersionId ?? "", spec: { tasks: [{ task_id: "a" }] } },
    [1, 2].map((day) => ({
      runKey: `backfill__${day}`,
      runType: "backfill" as const,
      logicalDate: new Date(Date.UTC(2001, 0, day)),
      interval: null,
      params: {},
      triggeredBy: null,
      note: null,
      backfillId,
    })),
  );
  await startRuns(stores.db.pool, dag);
  expect((await waitsOf(ids[1] ?? "")).run).toEqual({
    reason: "backfill_runs",
    active: 1,
    limit: 1,
    backfill_id: backfillId,
  });
  await stores.db.prisma.backfill.update({ where: { id: backfillId }, data: { state: "paused" } });
  expect((await waitsOf(ids[1] ?? "")).run).toEqual({ reason: "backfill_paused", backfill_id: backfillId });
});

test("tasks say which pool is full or too small, that their run has enough, and what comes before them", async () => {
  await stores.db.prisma.pool.create({ data: { name: "two", slots: 2 } });
  const tasks = [
    { task_id: "first", pool: "two", pool_slots: 2, priority_weight: 9 },
    { task_id: "second", pool: "two" },
    { task_id: "huge", pool: "two", pool_slots: 3 },
    { task_id: "after", depends_on: ["first", "second"] },
  ];
  const dag = await makePipeline(stores, { tasks });
  const id = await start(dag);
  const { run, tasks: waits } = await waitsOf(id);
  expect(waits).toEqual({
    first: { reason: "starting" },
    second: { reason: "pool_full", pool: "two", used: 2, slots: 2 },
    huge: { reason: "pool_too_small", pool: "two", needs: 3, slots: 2 },
    after: { reason: "upstream", task_ids: ["first", "second"] },
  });
  expect(run).toEqual({ reason: "starting" });
  const lines = await linesOf(dag);
  expect(lines.map((line) => [line.waits_for.reason, line.runs, line.tasks]).sort()).toEqual([
    ["pool_full", 0, 1],
    ["pool_too_small", 0, 1],
  ]);
  const narrow = await start(
    await makePipeline(stores, { tasks: [{ task_id: "a" }, { task_id: "b" }], max_active_tasks: 1 }),
  );
  expect((await waitsOf(narrow)).tasks.b).toEqual({ reason: "active_tasks", active: 1, limit: 1 });
});

test("tasks say that the room of their pool is kept for a larger one, and that a pool is not there", async () => {
  await stores.db.prisma.pool.create({ data: { name: "kept", slots: 2 } });
  await start(await makePipeline(stores, { tasks: [{ task_id: "a", pool: "kept" }] }));
  const large = { task_id: "large", pool: "kept", pool_slots: 2, priority_weight: 9 };
  const big = await start(await makePipeline(stores, { tasks: [large] }));
  const tasks = [
    { task_id: "small", pool: "kept" },
    { task_id: "nowhere", pool: "gone" },
  ];
  const id = await start(await makePipeline(stores, { tasks }));
  expect((await waitsOf(id)).tasks).toEqual({
    small: { reason: "pool_kept", pool: "kept" },
    nowhere: { reason: "pool_too_small", pool: "gone", needs: 1, slots: 0 },
  });
  expect((await waitsOf(big)).run).toEqual({ reason: "pool_full", pool: "kept", used: 1, slots: 2 });
});

test("queued tasks say that no worker listens to their queue, or that all are busy", async () => {
  const dag = await makePipeline(stores, { tasks: [{ task_id: "a", queue: "far" }] });
  const id = await start(dag);
  const nobody = { reason: "no_worker", queue: "far" };
  expect(await waitsOf(id)).toEqual({ run: nobody, tasks: { a: nobody } });
  expect((await listRuns(ctx(), { dag_id: dag })).data[0]?.waits_for).toEqual(nobody);
  await makeWorker("far", 0);
  expect((await waitsOf(id)).run).toEqual({ reason: "workers_busy", queue: "far", taken: 0, places: 0 });
  await makeWorker("far", 1);
  expect((await waitsOf(id)).run).toEqual({ reason: "starting" });
});

test("a task between two tries says until when, and nothing waits in a run that runs", async () => {
  const dag = await makePipeline(stores, { tasks: [{ task_id: "a" }, { task_id: "b" }] });
  const id = await start(dag);
  const eligibleAt = new Date(Date.now() + 3_600_000);
  const where = (taskId: string) => ({ runId_taskId_mapIndex: { runId: id, taskId, mapIndex: -1 } });
  await stores.db.prisma.taskInstance.update({
    where: where("a"),
    data: { state: "up_for_retry", eligibleAt },
  });
  await stores.db.prisma.taskInstance.update({ where: where("b"), data: { state: "success" } });
  const until = { reason: "retry_delay", until: eligibleAt.toISOString() };
  expect(await waitsOf(id)).toEqual({ run: until, tasks: { a: until, b: null } });
  await stores.db.prisma.taskInstance.update({ where: where("b"), data: { state: "running" } });
  expect((await waitsOf(id)).run).toBeNull();
  await stores.db.prisma.dagRun.update({ where: { id }, data: { state: "success" } });
  expect((await waitsOf(id)).tasks).toEqual({ a: null, b: null });
});

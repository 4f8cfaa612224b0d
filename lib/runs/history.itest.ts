import { expect, test } from "vitest";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { cancelRun, clearRun, endRun, finishAttempt, getRun, markRun, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);

async function addVersion(dagId: string, number: number, spec: Record<string, unknown>): Promise<void> {
  const id = newId("ver");
  await stores.db.prisma.dagVersion.create({
    data: { id, dagId, number, spec: spec as object, specSha256: id, layout: {}, origin: "api" },
  });
  await stores.db.prisma.dag.update({ where: { id: dagId }, data: { headVersionId: id } });
}

/** Does all that is queued, as a worker would. */
async function work(runId: string, ends: "success" | "failed"): Promise<void> {
  for (;;) {
    const attempt = await stores.db.prisma.taskAttempt.findFirst({ where: { runId, state: "queued" } });
    if (!attempt) return;
    const by = { attemptId: attempt.id, workerId: "w" };
    await claimAttempt(poolSql(stores.db.pool), { ...by, leaseMs: 60_000 });
    await finishAttempt(stores.db.pool, { ...outcome(ends), ...by });
  }
}

const CHAIN = [{ task_id: "a" }, { task_id: "b", depends_on: ["a"] }, { task_id: "old" }];
async function endedRun(
  ends: "success" | "failed",
  spec: Record<string, unknown> = { tasks: CHAIN },
  params = {},
) {
  const dagId = await makePipeline(stores, spec);
  const { id } = await triggerRun(ctx(), { dag_id: dagId, params });
  await work(id, ends);
  return { dagId, id };
}
const statesOf = async (id: string) =>
  Object.fromEntries((await getRun(ctx(), { run_id: id })).tasks.map((task) => [task.task_id, task.state]));

test("a run that is run again keeps its first start, and what it was each time", async () => {
  const { id } = await endedRun("failed");
  const first = await getRun(ctx(), { run_id: id });
  expect(first).toMatchObject({ past: [], clear_number: 0, first_started_at: first.started_at });
  await clearRun(ctx(), { run_id: id });
  await work(id, "success");
  await clearRun(ctx(), { run_id: id, task_ids: ["old"] });
  const now = await getRun(ctx(), { run_id: id });
  expect(now).toMatchObject({ clear_number: 2, first_started_at: first.started_at, state: "running" });
  expect(now.past).toMatchObject([
    { clear_number: 0, state: "failed", started_at: first.started_at, finished_at: first.finished_at },
    { clear_number: 1, state: "success" },
  ]);
  expect(Date.parse(now.past[1]?.started_at ?? "")).toBeGreaterThanOrEqual(
    Date.parse(first.finished_at ?? ""),
  );
});

test("a clear in the middle of a run is the same round still", async () => {
  const { id } = await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks: CHAIN }) });
  const before = await getRun(ctx(), { run_id: id });
  await clearRun(ctx(), { run_id: id, task_ids: ["a"] });
  const now = await getRun(ctx(), { run_id: id });
  expect(now).toMatchObject({ past: [], clear_number: 1, started_at: before.started_at });
});

test("on the newest version: what failed runs again on it, what it brings along too, what it lacks stays to be seen", async () => {
  const { dagId, id } = await endedRun("failed", { tasks: CHAIN }, { n: 1 });
  const properties = { n: { type: "integer" }, more: { type: "integer", default: 2 } };
  const tasks = [
    { task_id: "a", retries: 2 },
    { task_id: "fresh", depends_on: ["a"] },
    { task_id: "b", depends_on: ["fresh"] },
  ];
  await addVersion(dagId, 2, { tasks, params: { properties } });
  const wish = { run_id: id, only_failed: true, version: "newest" as const };
  const preview = await clearRun(ctx(), { ...wish, dry_run: true });
  expect(preview).toMatchObject({ version: 2, removed: ["old"] });
  expect(preview.tasks.map(({ task_id, state }) => `${task_id} ${state}`)).toEqual([
    "a failed",
    "fresh none",
    "b upstream_failed",
  ]);
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({ version: 1, state: "failed" });
  await clearRun(ctx(), wish);
  expect(await statesOf(id)).toEqual({ a: "queued", b: "none", fresh: "none", old: "removed" });
  await work(id, "success");
  const run = await getRun(ctx(), { run_id: id });
  expect(run).toMatchObject({ version: 2, state: "success", params: { n: 1, more: 2 } });
  expect(run.past).toMatchObject([{ version: 1, state: "failed", params: { n: 1 } }]);
  const versions = (name: string) =>
    run.tasks.find((task) => task.task_id === name)?.attempts.map((attempt) => attempt.version);
  expect([versions("a"), versions("fresh"), versions("old")]).toEqual([[1, 2], [2], [1]]);
});

test("a task that a later version has again runs again", async () => {
  const { dagId, id } = await endedRun("success");
  await addVersion(dagId, 2, { tasks: [{ task_id: "a" }] });
  await clearRun(ctx(), { run_id: id, version: "newest" });
  await work(id, "success");
  expect(await statesOf(id)).toEqual({ a: "success", b: "removed", old: "removed" });
  await expect(clearRun(ctx(), { run_id: id, task_ids: ["b"] })).rejects.toMatchObject({ code: "INVALID" });
  await addVersion(dagId, 3, { tasks: CHAIN });
  await clearRun(ctx(), { run_id: id, task_ids: ["a"], downstream: false, version: "newest" });
  expect(await statesOf(id)).toEqual({ a: "queued", b: "none", old: "queued" });
  await work(id, "success");
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({ state: "success", version: 3 });
});

test("tasks that the version keeps and the clear does not name stay as they were", async () => {
  const { dagId, id } = await endedRun("success");
  await addVersion(dagId, 2, { tasks: CHAIN, description: "mended" });
  await clearRun(ctx(), { run_id: id, task_ids: ["b"], version: "newest" });
  expect(await statesOf(id)).toEqual({ a: "success", b: "queued", old: "success" });
});

test("only an ended run moves, and only with parameters that the version takes", async () => {
  const dagId = await makePipeline(stores, { tasks: CHAIN });
  const { id } = await triggerRun(ctx(), { dag_id: dagId, params: { n: "one" } });
  const wish = { run_id: id, version: "newest" as const };
  // On the newest version already: as if nothing had been said.
  expect((await clearRun(ctx(), { ...wish, dry_run: true })).version).toBe(1);
  await addVersion(dagId, 2, { tasks: CHAIN, params: { properties: { n: { type: "integer" } } } });
  await expect(clearRun(ctx(), wish)).rejects.toMatchObject({ code: "CONFLICT" });
  await cancelRun(ctx(), { run_id: id });
  await expect(clearRun(ctx(), { ...wish, dry_run: true })).rejects.toMatchObject({
    extra: { errors: [{ pointer: "/params", code: "kept_params" }] },
  });
  await clearRun(ctx(), { run_id: id });
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({ version: 1, state: "running" });
});

test("what a run's time limit kept from running runs when what failed is cleared", async () => {
  const { id } = await triggerRun(ctx(), {
    dag_id: await makePipeline(stores, { tasks: CHAIN, max_active_tasks: 1 }),
  });
  const [attempt] = await stores.db.prisma.taskAttempt.findMany({ where: { runId: id } });
  const by = { attemptId: attempt?.id ?? "", workerId: "w" };
  await claimAttempt(poolSql(stores.db.pool), { ...by, leaseMs: 60_000 });
  await poolTransaction(stores.db.pool, (sql) => endRun(sql, id, "timed_out", null));
  await finishAttempt(stores.db.pool, { ...outcome("failed"), ...by });
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({
    state: "failed",
    reason: "timed_out",
    ended_by: null,
  });
  expect(await statesOf(id)).toEqual({ a: "cancelled", b: "skipped", old: "skipped" });
  await clearRun(ctx(), { run_id: id, only_failed: true });
  await work(id, "success");
  expect(await statesOf(id)).toEqual({ a: "success", b: "success", old: "success" });
});

test("a run says who cancelled or marked it, and so does its past round when it goes on", async () => {
  const { id } = await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks: CHAIN }) });
  await cancelRun(ctx(), { run_id: id });
  const who = ctx().actor.name;
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({ reason: "cancelled", ended_by: who });
  await clearRun(ctx(), { run_id: id, only_failed: true });
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({
    state: "running",
    reason: null,
    ended_by: null,
    past: [{ reason: "cancelled", ended_by: who }],
  });
  await work(id, "success");
  expect(await statesOf(id)).toEqual({ a: "success", b: "success", old: "success" });
  await markRun(ctx(), { run_id: id, state: "failed" });
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({ reason: "marked", ended_by: who });
});

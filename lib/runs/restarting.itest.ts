import { beforeAll, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { claimAttempt, heartbeat } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { brokenInvariants, watchInvariants } from "@/lib/testing/invariants";
import { cancelRun, clearRun, expireAttempt, finishAttempt, getRun, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
const sql = () => poolSql(stores.db.pool);
beforeAll(() => watchInvariants(sql()));
const LONG = 60_000;

async function started(spec: Record<string, unknown>): Promise<string> {
  return (await triggerRun(ctx(), { dag_id: await makePipeline(stores, spec) })).id;
}
async function taskOf(runId: string, taskId = "a") {
  const run = await getRun(ctx(), { run_id: runId });
  const task = run.tasks.find((one) => one.task_id === taskId);
  if (!task) throw new Error(`There is no task ${taskId}`);
  return { ...task, run: run.state, attemptId: task.current_attempt_id ?? "" };
}
const claim = (attemptId: string, workerId = "w", leaseMs = LONG) =>
  claimAttempt(sql(), { attemptId, workerId, leaseMs });
const finish = (attemptId: string, ends: "success" | "failed" | "cancelled", workerId = "w") =>
  finishAttempt(stores.db.pool, { ...outcome(ends), result: { ends }, attemptId, workerId });
const beat = async (attemptId: string) =>
  (await heartbeat(sql(), { workerId: "w", attemptIds: [attemptId], leaseMs: LONG })).kill;

/** `a` runs, `b` waits for it, and `a` has been cleared. */
async function restarting(spec: Record<string, unknown> = {}) {
  const id = await started({ tasks: [{ task_id: "a" }, { task_id: "b", depends_on: ["a"] }], ...spec });
  const { attemptId } = await taskOf(id);
  await claim(attemptId);
  await clearRun(ctx(), { run_id: id, task_ids: ["a"] });
  return { id, attemptId };
}

test("a cleared task that runs is asked to stop, and runs again only after that", async () => {
  const { id, attemptId } = await restarting();
  expect(await taskOf(id)).toMatchObject({ state: "restarting", attemptId, run: "running" });
  expect(await beat(attemptId)).toEqual([{ attemptId, reason: "cleared" }]);
  const done = await finish(attemptId, "failed");
  expect(done).toMatchObject({ applied: true, enqueue: [expect.anything()] });
  const again = await taskOf(id);
  expect(again).toMatchObject({ state: "queued", try_number: 2, max_tries: 2, result: null });
  expect(again.attempts.map((attempt) => attempt.state)).toEqual(["cancelled", "queued"]);
  await claim(again.attemptId);
  await finish(again.attemptId, "success");
  expect(await taskOf(id, "b")).toMatchObject({ state: "queued", run: "running" });
  expect(await brokenInvariants(sql())).toEqual([]);
});

test("it runs again although its process came to a good end in the meantime, and what is below waits", async () => {
  const { id, attemptId } = await restarting();
  await finish(attemptId, "success");
  expect(await taskOf(id)).toMatchObject({ state: "queued", try_number: 2, result: null });
  expect(await taskOf(id, "b")).toMatchObject({ state: "none", try_number: 0 });
});

test("it runs again when its worker is gone, once the lease is over", async () => {
  const { id, attemptId } = await restarting();
  await sql().rows("UPDATE task_attempt SET lease_until = now() - interval '1 second' WHERE id = $1::uuid", [
    attemptId,
  ]);
  expect(await expireAttempt(stores.db.pool, attemptId)).toMatchObject({ applied: true });
  const again = await taskOf(id);
  expect(again).toMatchObject({ state: "queued", try_number: 2 });
  expect(again.attempts.map((attempt) => attempt.state)).toEqual(["lost", "queued"]);
});

test("it keeps its slot and its place in the run until then", async () => {
  await stores.db.prisma.pool.create({ data: { name: "one", slots: 1 } });
  const tasks = [
    { task_id: "a", pool: "one", priority_weight: 9 },
    { task_id: "c", pool: "one" },
    { task_id: "d", priority_weight: 5 },
  ];
  const { id, attemptId } = await restarting({ tasks, max_active_tasks: 2 });
  const states = async () => [(await taskOf(id, "c")).state, (await taskOf(id, "d")).state];
  expect(await states()).toEqual(["none", "queued"]);
  await finish(attemptId, "failed");
  expect((await taskOf(id)).state).toBe("queued");
  expect(await states()).toEqual(["none", "queued"]);
  expect(await brokenInvariants(sql())).toEqual([]);
});

test("a second clear changes nothing of it", async () => {
  const { id, attemptId } = await restarting();
  await clearRun(ctx(), { run_id: id, task_ids: ["a"] });
  expect(await taskOf(id)).toMatchObject({ state: "restarting", attemptId });
  await finish(attemptId, "failed");
  expect(await taskOf(id)).toMatchObject({ state: "queued", try_number: 2 });
});

test.each(["failed", "success", "cancelled"] as const)(
  "a cancel in the meantime ends it for good, also when its process says %s",
  async (ends) => {
    const { id, attemptId } = await restarting();
    await cancelRun(ctx(), { run_id: id });
    expect(await beat(attemptId)).toEqual([{ attemptId, reason: "cancelled" }]);
    await finish(attemptId, ends);
    expect(await taskOf(id)).toMatchObject({ state: "cancelled", run: "cancelled" });
  },
);

test("what a cancel ends above it is counted, and its own end closes the run", async () => {
  const id = await started({ tasks: [{ task_id: "a" }, { task_id: "b", depends_on: ["a"] }] });
  const above = await taskOf(id);
  await claim(above.attemptId);
  await finish(above.attemptId, "success");
  const { attemptId } = await taskOf(id, "b");
  await claim(attemptId);
  await clearRun(ctx(), { run_id: id, task_ids: ["a"] });
  expect(await taskOf(id, "b")).toMatchObject({ state: "restarting" });
  await cancelRun(ctx(), { run_id: id });
  expect(await stores.db.prisma.taskInstance.findFirst({ where: { runId: id, taskId: "b" } })).toMatchObject({
    state: "restarting",
    pendingUpstream: 0,
    upstreamFailed: 1,
  });
  await finish(attemptId, "success");
  expect(await taskOf(id, "b")).toMatchObject({ state: "cancelled", run: "cancelled" });
});

test("a clear after a cancel brings it back, once its process has ended", async () => {
  const { id, attemptId } = await restarting();
  await cancelRun(ctx(), { run_id: id });
  await clearRun(ctx(), { run_id: id });
  expect(await taskOf(id)).toMatchObject({ state: "restarting", attemptId });
  await finish(attemptId, "failed");
  expect(await taskOf(id)).toMatchObject({ state: "queued", run: "running" });
});

test("a cleared task that is only queued is taken back at once", async () => {
  const id = await started({ tasks: [{ task_id: "a" }] });
  const { attemptId } = await taskOf(id);
  await clearRun(ctx(), { run_id: id });
  const again = await taskOf(id);
  expect(again).toMatchObject({ state: "queued", try_number: 2 });
  expect(again.attemptId).not.toBe(attemptId);
  expect(await claim(attemptId)).toBeNull();
});

test("when what is above it, cleared too, fails meanwhile, it falls with it", async () => {
  const id = await started({ tasks: [{ task_id: "a" }, { task_id: "b", depends_on: ["a"] }] });
  const first = (await taskOf(id)).attemptId;
  await claim(first);
  await finish(first, "success");
  const below = (await taskOf(id, "b")).attemptId;
  await claim(below);
  await clearRun(ctx(), { run_id: id });
  const above = (await taskOf(id)).attemptId;
  await claim(above);
  await finish(above, "failed");
  expect(await taskOf(id, "b")).toMatchObject({ state: "restarting", run: "running" });
  await finish(below, "failed");
  expect(await taskOf(id, "b")).toMatchObject({ state: "upstream_failed", run: "failed" });
  expect(await brokenInvariants(sql())).toEqual([]);
});

test("clear without what is below: a retry below waits for what was cleared above it", async () => {
  const tasks = [{ task_id: "a" }, { task_id: "b", depends_on: ["a"], retries: 3, retry_delay_ms: 0 }];
  const id = await started({ tasks });
  const first = (await taskOf(id)).attemptId;
  await claim(first);
  await finish(first, "success");
  const below = (await taskOf(id, "b")).attemptId;
  await claim(below);
  // Cleared while it runs: it goes on, and only its retry has to wait.
  await clearRun(ctx(), { run_id: id, task_ids: ["a"], downstream: false });
  await finish(below, "failed");
  expect(await taskOf(id, "b")).toMatchObject({ state: "up_for_retry" });
  const again = (await taskOf(id)).attemptId;
  await claim(again);
  await finish(again, "success");
  expect(await taskOf(id, "b")).toMatchObject({ state: "queued", try_number: 2 });
  // Cleared while it waits for its retry.
  const retried = (await taskOf(id, "b")).attemptId;
  await claim(retried);
  await stores.db.prisma.dag.updateMany({ data: { isPaused: true } });
  await finish(retried, "failed");
  await stores.db.prisma.dag.updateMany({ data: { isPaused: false } });
  await clearRun(ctx(), { run_id: id, task_ids: ["a"], downstream: false });
  expect(await taskOf(id, "b")).toMatchObject({ state: "up_for_retry" });
  const last = (await taskOf(id)).attemptId;
  await claim(last);
  await finish(last, "failed");
  expect(await taskOf(id, "b")).toMatchObject({ state: "upstream_failed", run: "failed" });
  expect(await brokenInvariants(sql())).toEqual([]);
});

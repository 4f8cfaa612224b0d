import { expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { type ClaimedAttempt, claimAttempt, createSpecCache } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { type FinishInput, finishTogether, getRun, type Taker, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
const taker = (queues = ["default"]): Taker => ({
  workerId: "w1",
  leaseMs: 10_000,
  queues,
  specs: createSpecCache(),
});

/** A run whose task `a` a worker has claimed; `b`, `c` and `d` wait for it. */
async function claimedRun(rest: readonly Record<string, unknown>[]) {
  const tasks = [{ task_id: "a" }, ...rest.map((task) => ({ depends_on: ["a"], ...task }))];
  const { id } = await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks }) });
  const state = async () => {
    const run = await getRun(ctx(), { run_id: id });
    return Object.fromEntries(run.tasks.map((task) => [task.task_id, task.state]));
  };
  const [task] = (await getRun(ctx(), { run_id: id })).tasks;
  const attemptId = task?.current_attempt_id ?? "";
  await claimAttempt(poolSql(stores.db.pool), { attemptId, workerId: "w1", leaseMs: 10_000 });
  const end = (ends: FinishInput["outcome"], by: Taker | null, workerId = "w1") =>
    finishTogether(stores.db.pool, [{ ...outcome(ends), result: { n: 7 }, attemptId, workerId }], by);
  return { id, state, end };
}

const waitingInOutbox = async (attemptId: string) =>
  stores.db.prisma.taskOutbox.count({ where: { attemptId } });

test("who saves an end goes on with the most important task it freed; the others go through the queue", async () => {
  const { state, end } = await claimedRun([
    { task_id: "b" },
    { task_id: "c", priority_weight: 5, kind: "bash", command: ["true"] },
    { task_id: "d" },
  ]);
  const [done] = await end("success", taker());
  const next = done?.next as ClaimedAttempt;
  expect(next).toMatchObject({ taskId: "c", upstream: ["a"] });
  expect(next.task).toMatchObject({ task_id: "c", command: ["true"] });
  expect(await state()).toEqual({ a: "success", b: "queued", c: "running", d: "queued" });
  expect(done?.enqueue).toHaveLength(2);
  expect(await waitingInOutbox(next.attemptId)).toBe(0);
  for (const { attemptId } of done?.enqueue ?? []) expect(await waitingInOutbox(attemptId)).toBe(1);
  // The attempt belongs to this worker as if it had claimed it.
  expect(
    await claimAttempt(poolSql(stores.db.pool), { attemptId: next.attemptId, workerId: "w2", leaseMs: 1 }),
  ).toBeNull();
});

test.each([
  ["nobody takes", null, "success", "w1"],
  ["its queue is another worker's", taker(["gpu"]), "success", "w1"],
  ["the task failed", taker(), "failed", "w1"],
  ["the end is not this worker's to save", taker(), "success", "w2"],
] as const)("nothing is taken when %s", async (_when, by, ends, workerId) => {
  const { state, end } = await claimedRun([{ task_id: "b" }]);
  const [done] = await end(ends, by, workerId);
  expect(done?.next).toBeNull();
  expect((await state()).b).toBe(
    workerId === "w2" ? "none" : ends === "failed" ? "upstream_failed" : "queued",
  );
  expect(done?.enqueue).toHaveLength(workerId === "w1" && ends === "success" ? 1 : 0);
});

test("several that end together take one each, and no more than has become ready", async () => {
  const tasks = [
    { task_id: "a" },
    { task_id: "b" },
    { task_id: "c" },
    { task_id: "d", depends_on: ["a"] },
    { task_id: "e", depends_on: ["b"] },
  ];
  const { id } = await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks }) });
  const run = await getRun(ctx(), { run_id: id });
  const inputs: FinishInput[] = [];
  for (const task of run.tasks.filter(({ state }) => state === "queued")) {
    const attemptId = task.current_attempt_id ?? "";
    await claimAttempt(poolSql(stores.db.pool), { attemptId, workerId: "w1", leaseMs: 10_000 });
    inputs.push({ ...outcome("success"), attemptId, workerId: "w1" });
  }
  const results = await finishTogether(stores.db.pool, inputs, taker());
  expect(results.map(({ next }) => next?.taskId ?? null)).toEqual(["d", "e", null]);
});

import { describe, expect, test } from "vitest";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { claimAttempt, heartbeat, isLeftToOthers, registerWorker } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { cancelRun, clearRun, expireAttempt, finishAttempt, getRun, queueReadyOf, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
const sql = () => poolSql(stores.db.pool);
/** A lease of less than nothing has run out already. */
const EXPIRED = -60_000;
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
const claim = (attemptId: string, workerId: string, leaseMs = LONG) =>
  claimAttempt(sql(), { attemptId, workerId, leaseMs });
const finish = (attemptId: string, workerId: string, ends: "success" | "failed") =>
  finishAttempt(stores.db.pool, { ...outcome(ends), result: { by: workerId }, attemptId, workerId });

/** The pause before the next try is over, and the scheduler has looked. */
async function nextTry(runId: string): Promise<string> {
  await sql().rows(
    "UPDATE task_instance SET eligible_at = now() - interval '1 second' WHERE run_id = $1 AND eligible_at IS NOT NULL",
    [runId],
  );
  await poolTransaction(stores.db.pool, (tx) => queueReadyOf(tx, runId));
  return (await taskOf(runId)).attemptId;
}

test("a lease that ran out is a lost attempt; what its worker says later is kept and never applied", async () => {
  const id = await started({ tasks: [{ task_id: "a" }, { task_id: "b", depends_on: ["a"] }] });
  const first = (await taskOf(id)).attemptId;
  await claim(first, "slow", EXPIRED);
  const lost = await expireAttempt(stores.db.pool, first);
  expect(lost).toMatchObject({ applied: true });
  const second = await nextTry(id);
  expect((await claim(second, "fast"))?.number).toBe(2);
  const { kill } = await heartbeat(sql(), { workerId: "slow", attemptIds: [first], leaseMs: LONG });
  expect(kill).toEqual([{ attemptId: first, reason: "fenced" }]);
  expect((await finish(first, "slow", "success")).applied).toBe(false);
  expect(await taskOf(id)).toMatchObject({ state: "running", attemptId: second });
  expect((await finish(second, "fast", "success")).applied).toBe(true);
  const row = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id: first } });
  expect(row).toMatchObject({ state: "lost", errorCode: "lease_lost" });
  expect(row.staleResult).toMatchObject({ outcome: "success", result: { by: "slow" } });
  expect(await taskOf(id)).toMatchObject({ state: "success", result: { by: "fast" } });
});

test("a lease that is renewed in time is not lost, and a repeated finish is not news", async () => {
  const id = await started({ tasks: [{ task_id: "a" }] });
  const { attemptId } = await taskOf(id);
  await claim(attemptId, "w", EXPIRED);
  await heartbeat(sql(), { workerId: "w", attemptIds: [attemptId], leaseMs: LONG });
  expect((await expireAttempt(stores.db.pool, attemptId)).applied).toBe(false);
  expect((await finish(attemptId, "w", "success")).applied).toBe(true);
  expect((await finish(attemptId, "w", "success")).applied).toBe(false);
  const row = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id: attemptId } });
  expect(row.staleResult).toBeNull();
});

test("a machine that keeps dying ends the task after eight losses and its own retries", async () => {
  const id = await started({ tasks: [{ task_id: "a", retries: 1, retry_delay_ms: 1 }] });
  for (let loss = 1; loss <= 10; loss++) {
    const attemptId = await nextTry(id);
    expect(await taskOf(id)).toMatchObject({ state: "queued", try_number: loss });
    await claim(attemptId, "w", EXPIRED);
    await expireAttempt(stores.db.pool, attemptId);
  }
  expect(await taskOf(id)).toMatchObject({ state: "failed", try_number: 10, run: "failed" });
});

test("planned stops never end a task, and wait for nothing", async () => {
  const id = await started({ tasks: [{ task_id: "a", retries: 0 }] });
  for (let stop = 1; stop <= 12; stop++) {
    const { attemptId, state } = await taskOf(id);
    expect(state).toBe("queued");
    await claim(attemptId, "w");
    const stopped = { ...outcome("failed"), infra: true, errorCode: "worker_stopped" } as const;
    await finishAttempt(stores.db.pool, { ...stopped, attemptId, workerId: "w" });
  }
  const last = await taskOf(id);
  await claim(last.attemptId, "w");
  await finish(last.attemptId, "w", "failed");
  // Its own first try was its last.
  expect(await taskOf(id)).toMatchObject({ state: "failed", try_number: 13 });
});

describe("what a machine has lost", () => {
  const worker = (id: string, host: string) =>
    registerWorker(sql(), { id, host, pid: 1, queues: ["q"], concurrency: 1 });
  async function lostBy(workerId: string) {
    const id = await started({ tasks: [{ task_id: "a", queue: "q" }] });
    await claim((await taskOf(id)).attemptId, workerId);
    const failed = { ...outcome("failed"), infra: true, errorCode: "worker_error" } as const;
    await finishAttempt(stores.db.pool, { ...failed, attemptId: (await taskOf(id)).attemptId, workerId });
    return nextTry(id);
  }

  test("goes to another machine when one serves the queue, and to the same when none comes", async () => {
    await worker("w1", "one");
    const alone = await lostBy("w1");
    expect(await isLeftToOthers(sql(), alone, "w1")).toBe(false);
    expect(await claim(alone, "w1")).not.toBeNull();

    await worker("w1b", "one");
    const sibling = await lostBy("w1");
    expect(await claim(sibling, "w1")).toBeNull();
    expect(await claim(sibling, "w1b")).not.toBeNull();

    await worker("w2", "two");
    const other = await lostBy("w1");
    for (const own of ["w1", "w1b"]) {
      expect(await isLeftToOthers(sql(), other, own)).toBe(true);
      expect(await claim(other, own)).toBeNull();
    }
    expect(await claim(other, "w2")).not.toBeNull();

    const waited = await lostBy("w1");
    await sql().rows("UPDATE task_attempt SET queued_at = now() - interval '1 minute' WHERE id = $1::uuid", [
      waited,
    ]);
    expect(await claim(waited, "w1")).not.toBeNull();
  });
});

test("a cancel ends what waits, kills what runs at its heartbeat, and closes the run when that is gone", async () => {
  const id = await started({
    tasks: [{ task_id: "a" }, { task_id: "b" }, { task_id: "c", depends_on: ["a"] }],
  });
  const { attemptId } = await taskOf(id, "a");
  await claim(attemptId, "w");
  await cancelRun(ctx(), { run_id: id });
  expect(await taskOf(id, "b")).toMatchObject({ state: "cancelled", run: "running" });
  expect(await claim((await taskOf(id, "b")).attemptId, "w")).toBeNull();
  const { kill } = await heartbeat(sql(), { workerId: "w", attemptIds: [attemptId], leaseMs: LONG });
  expect(kill).toEqual([{ attemptId, reason: "cancelled" }]);
  await finish(attemptId, "w", "failed");
  expect(await taskOf(id, "a")).toMatchObject({ state: "cancelled", run: "cancelled" });
});

test("a clear recounts how the upstream tasks ended", async () => {
  const id = await started({ tasks: [{ task_id: "a" }, { task_id: "b", depends_on: ["a"] }] });
  const first = (await taskOf(id)).attemptId;
  await claim(first, "w");
  await finish(first, "w", "failed");
  expect((await taskOf(id, "b")).state).toBe("upstream_failed");
  await clearRun(ctx(), { run_id: id, task_ids: ["a"] });
  const second = (await taskOf(id)).attemptId;
  await claim(second, "w");
  await finish(second, "w", "success");
  expect((await taskOf(id, "b")).state).toBe("queued");
});

test("the same trigger from many at once is one run; two without a key are two", async () => {
  const dagId = await makePipeline(stores, { tasks: [{ task_id: "a" }] });
  const same = await Promise.all(
    Array.from({ length: 5 }, () => triggerRun(ctx(), { dag_id: dagId, run_key: "once" })),
  );
  expect(new Set(same.map((run) => run.id)).size).toBe(1);
  expect(same.filter((run) => run.created)).toHaveLength(1);
  const two = await Promise.all([triggerRun(ctx(), { dag_id: dagId }), triggerRun(ctx(), { dag_id: dagId })]);
  expect(two.map((run) => run.created)).toEqual([true, true]);
});

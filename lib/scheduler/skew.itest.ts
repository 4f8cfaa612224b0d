import { afterAll, beforeAll, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { expireAttempt, finishAttempt, triggerRun } from "@/lib/runs";
import { makePipeline, outcome } from "@/lib/runs/testing";
import { claimAttempt, expiredAttempts, heartbeat, registerWorker, type TaskQueue } from "@/lib/tasks";
import { connectedQueue } from "@/lib/tasks/testing";
import { testCtx, testStores, waitFor, withClockAhead } from "@/lib/testing";
import { tick } from "./index";

/** The clocks of machines differ. All comparisons between machines use the database's clock. */
const stores = testStores();
const sql = () => poolSql(stores.db.pool);
let queue: TaskQueue;
beforeAll(async () => {
  queue = await connectedQueue(stores.env.REDIS_URL);
  await waitFor("Redis", () =>
    queue.beginRestore().then(
      (mark) => queue.endRestore(mark).then(() => true),
      () => false,
    ),
  );
});
afterAll(() => queue?.close());

const round = () => tick(stores, queue);
/** Shorter than the clocks differ, longer than any part of a test takes. */
const LEASE = 25_000;

async function attemptOf(spec: Record<string, unknown>): Promise<string> {
  const { id } = await triggerRun(testCtx(stores), { dag_id: await makePipeline(stores, spec) });
  const task = await stores.db.prisma.taskInstance.findFirstOrThrow({ where: { runId: id } });
  return task.currentAttemptId ?? "";
}

async function worker(): Promise<string> {
  const id = newId("wrk");
  await registerWorker(sql(), { id, host: "test", pid: 1, queues: ["default"], concurrency: 1 });
  return id;
}

async function runningOn(workerId: string): Promise<string> {
  const attemptId = await attemptOf({ tasks: [{ task_id: "a" }] });
  expect(await claimAttempt(sql(), { attemptId, workerId, leaseMs: LEASE })).not.toBeNull();
  return attemptId;
}

const stateOf = async (id: string) =>
  (await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id } })).state;

const expired = async () => (await expiredAttempts(sql())).map(({ attemptId }) => attemptId);

test.each([30_000, -30_000, 90_000, -90_000])(
  "leases, retries, messages and workers are judged alike when the scheduler's clock is %i ms off",
  async (ms) => {
    const [alive, silent] = [await worker(), await worker()];
    const [kept, renewed, lost] = [await runningOn(alive), await runningOn(alive), await runningOn(silent)];
    const [sent, unheard] = [await handedOver(25), await handedOver(-25)];
    for (const id of [renewed, lost]) await setTime("task_attempt", "lease_until", id, -1);
    await heardOf(silent, -13);
    const [early, due] = [await retryIn(25), await retryIn(-25)];

    await withClockAhead(ms, async () => {
      const beat = { workerId: alive, attemptIds: [kept, renewed], leaseMs: LEASE };
      expect(await heartbeat(sql(), beat)).toEqual({ kill: [] });
      await heardOf(alive, 10);
      const over = await expired();
      expect(over).toContain(lost);
      expect(over).not.toContain(kept);
      expect(over).not.toContain(renewed);
      const tries = await Promise.all([lost, kept, renewed].map((id) => expireAttempt(stores.db.pool, id)));
      expect(tries.map(({ applied }) => applied)).toEqual([true, false, false]);
      await round();
      await round();
    });

    expect(await Promise.all([kept, renewed, lost].map(stateOf))).toEqual(["running", "running", "lost"]);
    const workers = await stores.db.prisma.worker.findMany({ where: { id: { in: [alive, silent] } } });
    expect(workers.filter(({ stoppedAt }) => stoppedAt).map(({ id }) => id)).toEqual([silent]);
    const tasks = await Promise.all(
      [early, due].map((id) => stores.db.prisma.taskInstance.findUniqueOrThrow({ where: { id } })),
    );
    expect(tasks.map(({ state, tryNumber }) => [state, tryNumber])).toEqual([
      ["up_for_retry", 1],
      ["queued", 2],
    ]);
    expect(await timesSent(sent)).toBe(1);
    expect(await timesSent(unheard)).toBeGreaterThan(1);
  },
);

/** A queued attempt whose message went out so many seconds from now. */
async function handedOver(seconds: number): Promise<string> {
  const attemptId = await attemptOf({ tasks: [{ task_id: "a" }] });
  await waitFor("the hand-over", async () => (await timesSent(attemptId)) === 1);
  await setTime("task_attempt", "enqueued_at", attemptId, seconds);
  return attemptId;
}

/** A task that has failed once, and whose next try is due so many seconds from now. */
async function retryIn(seconds: number): Promise<string> {
  const by = await worker();
  const attemptId = await attemptOf({ tasks: [{ task_id: "a", retries: 1, retry_delay_ms: 60_000 }] });
  const claimed = await claimAttempt(sql(), { attemptId, workerId: by, leaseMs: LEASE });
  await finishAttempt(stores.db.pool, { ...outcome("failed"), attemptId, workerId: by });
  const id = claimed?.taskInstanceId ?? "";
  await setTime("task_instance", "eligible_at", id, seconds);
  return id;
}

const heardOf = (workerId: string, seconds: number) =>
  setTime("worker", "last_heartbeat_at", workerId, seconds);

async function timesSent(attemptId: string): Promise<number> {
  const row = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id: attemptId } });
  return row.enqueueCount;
}

/** So many seconds from now by the database's clock. */
async function setTime(table: string, column: string, id: string, seconds: number): Promise<void> {
  await sql().rows(
    `UPDATE ${table} SET ${column} = now() + $2::int * interval '1 second' WHERE id::text = $1`,
    [id, seconds],
  );
}

test("schedulers whose clocks differ make each due run once, and none before its interval has ended", async () => {
  const dagId = await makePipeline(stores, { tasks: [{ task_id: "a", depends_on: [] }] });
  await stores.db.prisma.dag.update({
    where: { id: dagId },
    data: { scheduleCron: "* * * * *", scheduleStart: new Date("2026-01-01T00:00:00Z"), maxActiveRuns: 100 },
  });
  for (const ms of [90_000, -30_000, 30_000, -90_000, 30_000]) {
    await withClockAhead(ms, round);
    // At the edge of being due, for each scheduler.
    await stores.db.prisma.dag.update({ where: { id: dagId }, data: { nextRunAt: null } });
  }
  const [{ runs, keys, early, late } = {}] = await sql().rows<Record<string, number>>(
    `SELECT count(*)::int AS runs, count(DISTINCT run_key)::int AS keys,
       count(*) FILTER (WHERE data_interval_end > now())::int AS early,
       count(*) FILTER (WHERE data_interval_end < now() - interval '3 minutes')::int AS late
     FROM dag_run WHERE dag_id = $1`,
    [dagId],
  );
  expect(runs).toBeGreaterThan(0);
  expect({ keys, early, late }).toEqual({ keys: runs, early: 0, late: 0 });
});

import { beforeAll, describe, expect, test } from "vitest";
import { createBackfill } from "@/lib/backfills";
import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { finishAttempt, triggerRun } from "@/lib/runs";
import { makePipeline, outcome } from "@/lib/runs/testing";
import { claimAttempt, consumeAttempts, createTaskQueue, type TaskQueue } from "@/lib/tasks";
import { connectedQueue } from "@/lib/tasks/testing";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { createDueRuns, createScheduler, tick } from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);
let queue: TaskQueue;
beforeAll(async () => {
  queue = await connectedQueue(stores.env.REDIS_URL);
  return () => queue.close();
});

test("what Redis has forgotten is all handed over again by the next round", async () => {
  const tasks = Array.from({ length: 12 }, (_, at) => ({ task_id: `t${at}`, queue: "forgotten" }));
  await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks }) });
  await tick(stores, queue, new Date());
  expect(await queue.lostMemory()).toBe(false);
  await stores.redis.flushdb();
  expect(await queue.lostMemory()).toBe(true);
  await tick(stores, queue, new Date());
  expect(await queue.lostMemory()).toBe(false);
  const taken = new Set<string>();
  const consumer = consumeAttempts({
    redisUrl: stores.env.REDIS_URL,
    queues: ["forgotten"],
    concurrency: 4,
    async handle(attemptId) {
      const claimed = await claimAttempt(poolSql(stores.db.pool), {
        attemptId,
        workerId: "w",
        leaseMs: 60_000,
      });
      if (claimed) taken.add(claimed.taskId);
      return "done";
    },
  });
  await waitFor("every attempt", () => taken.size === tasks.length);
  await consumer.close();
});

describe("an attempt whose lease is over is lost", () => {
  const seconds = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1_000);

  /** A scheduler that looks at these seconds, one after the other. */
  function schedulerAt(times: number[], of: TaskQueue = queue) {
    let at = 0;
    const now = async () => {
      const second = times[Math.min(at++, times.length - 1)] ?? 0;
      if (second < 0) throw new Error("The database is away");
      return seconds(second);
    };
    return createScheduler(stores, of, { now });
  }
  async function overdue(): Promise<string> {
    const { id } = await triggerRun(ctx(), {
      dag_id: await makePipeline(stores, { tasks: [{ task_id: "a" }] }),
    });
    const { id: attemptId } = await stores.db.prisma.taskAttempt.findFirstOrThrow({ where: { runId: id } });
    await claimAttempt(poolSql(stores.db.pool), { attemptId, workerId: "gone", leaseMs: -60_000 });
    return attemptId;
  }
  const stateOf = async (id: string) =>
    (await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id } })).state;
  const STEPS = 8;
  const rounds = (...times: number[]) => times.flatMap((time) => Array.from({ length: STEPS }, () => time));

  test("by a scheduler that has seen the database for a whole lease, also while Redis is away", async () => {
    const attemptId = await overdue();
    const nobody = createTaskQueue("redis://127.0.0.1:9/0");
    const scheduler = schedulerAt(rounds(0, 5, 9, 10), nobody);
    for (const expected of ["running", "running", "running", "lost"]) {
      const { broken } = await scheduler.tick();
      expect(broken).toHaveLength(1);
      expect(await stateOf(attemptId)).toBe(expected);
    }
    await nobody.close();
  });

  test("and not by one that has just come up, beside one that has been there", async () => {
    const old = schedulerAt(rounds(0, 5, 10));
    for (let round = 0; round < 2; round++) await old.tick();
    const attemptId = await overdue();
    await schedulerAt(rounds(10)).tick();
    expect(await stateOf(attemptId)).toBe("running");
    await old.tick();
    expect(await stateOf(attemptId)).toBe("lost");
  });

  test.each([
    ["the database was away for a moment", [-1, 11]],
    ["this machine stood still for longer than a lease", [...rounds(30)]],
  ])("and not when %s", async (_name, times) => {
    const scheduler = schedulerAt([...rounds(0, 5, 10), ...times]);
    for (let round = 0; round < 3; round++) await scheduler.tick();
    const attemptId = await overdue();
    await scheduler.tick();
    if (times[0] === -1) await scheduler.tick();
    expect(await stateOf(attemptId)).toBe("running");
  });
});

test("a backfill, two schedulers and a trigger of one day make one run of it", async () => {
  const dagId = await makePipeline(stores, { tasks: [{ task_id: "a" }] });
  await stores.db.prisma.dag.update({
    where: { id: dagId },
    data: { scheduleCron: "0 0 * * *", scheduleStart: new Date("2026-01-01T00:00:00Z"), catchup: true },
  });
  stores.clock.set("2026-01-06T12:00:00Z");
  const now = stores.clock.now();
  const logical_date = "2026-01-03T00:00:00Z";
  await Promise.all([
    createDueRuns(stores, now),
    createBackfill(ctx(), { dag_id: dagId, from_date: "2026-01-01", to_date: "2026-01-06" }).catch((error) =>
      // The scheduler already created every day of it.
      expect(error).toBeInstanceOf(InvalidError),
    ),
    triggerRun(ctx(), { dag_id: dagId, logical_date }),
    createDueRuns(stores, now),
  ]);
  for (let round = 0; round < 3; round++) await createDueRuns(stores, now);
  const runs = await stores.db.prisma.dagRun.findMany({ where: { dagId }, orderBy: { logicalDate: "asc" } });
  expect(runs.map((run) => run.logicalDate?.toISOString().slice(0, 10))).toEqual([
    "2026-01-01",
    "2026-01-02",
    "2026-01-03",
    "2026-01-04",
    "2026-01-05",
  ]);
});

test("a run that ends lets the next of its pipeline start with the next round", async () => {
  const dagId = await makePipeline(stores, { tasks: [{ task_id: "a" }] }, { maxActiveRuns: 1 });
  const first = await triggerRun(ctx(), { dag_id: dagId });
  const second = await triggerRun(ctx(), { dag_id: dagId });
  const [attempt] = await stores.db.prisma.taskAttempt.findMany({ where: { runId: first.id } });
  const attemptId = attempt?.id ?? "";
  await claimAttempt(poolSql(stores.db.pool), { attemptId, workerId: "w", leaseMs: 60_000 });
  const done = await finishAttempt(stores.db.pool, { ...outcome("success"), attemptId, workerId: "w" });
  expect(done.othersMayStart).toBe(true);
  await tick(stores, queue, new Date());
  const states = await stores.db.prisma.dagRun.findMany({ where: { dagId }, orderBy: { id: "asc" } });
  expect(Object.fromEntries(states.map((run) => [run.id, run.state]))).toEqual({
    [first.id]: "success",
    [second.id]: "running",
  });
});

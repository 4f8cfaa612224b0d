import { beforeAll, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { tick } from "@/lib/scheduler";
import { claimAttempt, type TaskQueue } from "@/lib/tasks";
import { connectedQueue } from "@/lib/tasks/testing";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { brokenInvariants, watchInvariants } from "@/lib/testing/invariants";
import { expireAttempt, finishAttempt, getRun, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores({ GWANJE_DATABASE_POOL: "8" });
const ctx = () => testCtx(stores);
const sql = () => poolSql(stores.db.pool);
let queue: TaskQueue;
beforeAll(async () => {
  await watchInvariants(sql());
  queue = await connectedQueue(stores.env.REDIS_URL);
  return () => queue.close();
});
const round = () => tick(stores, queue, new Date());
const statesOf = async (runId: string) => {
  const run = await getRun(ctx(), { run_id: runId });
  return Object.fromEntries(run.tasks.map((task) => [task.task_id, task.state]));
};

/** Claims and finishes queued tasks until everything has ended, as several workers and two schedulers would. */
async function workOff(runIds: string[]): Promise<void> {
  const lane = async (workerId: string) => {
    for (;;) {
      const open = await stores.db.prisma.dagRun.count({ where: { id: { in: runIds }, finishedAt: null } });
      if (open === 0) return;
      const queued = await stores.db.prisma.taskAttempt.findMany({ where: { state: "queued" }, take: 5 });
      for (const { id } of queued) {
        if (!(await claimAttempt(sql(), { attemptId: id, workerId, leaseMs: 60_000 }))) continue;
        await finishAttempt(stores.db.pool, { ...outcome("success"), attemptId: id, workerId });
      }
      await round();
    }
  };
  await Promise.all(["w1", "w2", "w3"].map(lane));
}

test("pools and limits hold while many workers and schedulers push at once, and everything ends", async () => {
  await stores.db.prisma.pool.create({ data: { name: "narrow", slots: 3 } });
  const tasks = Array.from({ length: 6 }, (_, at) => ({
    task_id: `t${at}`,
    depends_on: at > 3 ? [`t${at - 4}`] : [],
    pool: "narrow",
    pool_slots: 1 + (at % 2),
  }));
  const spec = { tasks, max_active_tasks: 2 };
  const dags = [
    await makePipeline(stores, spec, { maxActiveRuns: 2 }),
    await makePipeline(stores, spec, { maxActiveRuns: 1 }),
  ];
  const runs = await Promise.all(
    [0, 1, 0, 1, 0, 1].map((at) => triggerRun(ctx(), { dag_id: dags[at] ?? "" })),
  );
  await workOff(runs.map((run) => run.id));
  expect(await brokenInvariants(sql())).toEqual([]);
});

test("the watch over invariants sees what is broken", async () => {
  const { id } = await triggerRun(ctx(), {
    dag_id: await makePipeline(stores, { tasks: [{ task_id: "a" }] }),
  });
  const [attempt] = await stores.db.prisma.taskAttempt.findMany({ where: { runId: id } });
  const where = { id: attempt?.id ?? "" };
  await stores.db.prisma.taskAttempt.update({ where, data: { state: "lost" } });
  await stores.db.prisma.taskAttempt.update({ where, data: { state: "running" } });
  expect(await brokenInvariants(sql())).toEqual([
    expect.stringMatching(/an attempt that has ended stays ended/),
  ]);
  await sql().rows("DELETE FROM broken_invariant");
});

test("a task larger than its pool waits without holding up the others", async () => {
  await stores.db.prisma.pool.create({ data: { name: "tiny", slots: 1 } });
  const tasks = [
    { task_id: "huge", pool: "tiny", pool_slots: 2, priority_weight: 9 },
    { task_id: "small", pool: "tiny" },
  ];
  const { id } = await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks }) });
  expect(await statesOf(id)).toEqual({ huge: "none", small: "queued" });
});

test("the most important are queued first where not all may run", async () => {
  const tasks = [1, 5, 3].map((priority_weight) => ({ task_id: `p${priority_weight}`, priority_weight }));
  const { id } = await triggerRun(ctx(), {
    dag_id: await makePipeline(stores, { tasks, max_active_tasks: 2 }),
  });
  expect(await statesOf(id)).toEqual({ p1: "none", p5: "queued", p3: "queued" });
});

test.each([
  ["goes to the more important task of another run", {}, {}, ["none", "queued"]],
  ["is not kept for a task whose pipeline is paused", {}, { isPaused: true }, ["queued", "none"]],
  ["is not kept for a task that needs more slots", { pool_slots: 2 }, {}, ["queued", "none"]],
  ["is not kept for a task of no more importance", { priority_weight: 1 }, {}, ["queued", "none"]],
])("a free slot of a pool %s", async (name, more, dag, expected) => {
  const pool = `one ${name}`;
  await stores.db.prisma.pool.create({ data: { name: pool, slots: 1 } });
  const start = async (tasks: object[]) => {
    const dag_id = await makePipeline(stores, { tasks });
    return { dag_id, id: (await triggerRun(ctx(), { dag_id })).id };
  };
  const small = await start([
    { task_id: "first", pool },
    { task_id: "second", pool },
  ]);
  const large = await start([{ task_id: "a", pool, priority_weight: 9, ...more }]);
  expect([await statesOf(small.id), await statesOf(large.id)]).toEqual([
    { first: "queued", second: "none" },
    { a: "none" },
  ]);
  await stores.db.prisma.dag.update({ where: { id: large.dag_id }, data: dag });
  const attempt = await stores.db.prisma.taskAttempt.findFirstOrThrow({ where: { runId: small.id } });
  await claimAttempt(sql(), { attemptId: attempt.id, workerId: "w", leaseMs: 60_000 });
  await finishAttempt(stores.db.pool, { ...outcome("success"), attemptId: attempt.id, workerId: "w" });
  await round();
  expect([(await statesOf(small.id)).second, (await statesOf(large.id)).a]).toEqual(expected);
});

test("a free slot is not kept for a task that its own run's limit holds back", async () => {
  await stores.db.prisma.pool.create({ data: { name: "held", slots: 1 } });
  const start = async (spec: Record<string, unknown>) =>
    (await triggerRun(ctx(), { dag_id: await makePipeline(stores, spec) })).id;
  const small = await start({ tasks: [{ task_id: "a", pool: "held" }] });
  const next = await start({ tasks: [{ task_id: "b", pool: "held" }] });
  const busy = { task_id: "busy", priority_weight: 10 };
  const tasks = [busy, { task_id: "c", pool: "held", priority_weight: 9 }];
  const large = await start({ tasks, max_active_tasks: 1 });
  const attempt = await stores.db.prisma.taskAttempt.findFirstOrThrow({ where: { runId: small } });
  await claimAttempt(sql(), { attemptId: attempt.id, workerId: "w", leaseMs: 60_000 });
  await finishAttempt(stores.db.pool, { ...outcome("success"), attemptId: attempt.id, workerId: "w" });
  await round();
  expect([await statesOf(next), await statesOf(large)]).toEqual([
    { b: "queued" },
    { busy: "queued", c: "none" },
  ]);
});

test("a paused pipeline queues nothing new, and goes on where it stood", async () => {
  const tasks = [
    { task_id: "a" },
    { task_id: "b", depends_on: ["a"], kind: "empty" },
    { task_id: "c", depends_on: ["b"] },
  ];
  const dagId = await makePipeline(stores, { tasks });
  const { id } = await triggerRun(ctx(), { dag_id: dagId });
  await stores.db.prisma.dag.update({ where: { id: dagId }, data: { isPaused: true } });
  const [attempt] = await stores.db.prisma.taskAttempt.findMany({ where: { runId: id } });
  const attemptId = attempt?.id ?? "";
  await claimAttempt(sql(), { attemptId, workerId: "w", leaseMs: 60_000 });
  await finishAttempt(stores.db.pool, { ...outcome("success"), attemptId, workerId: "w" });
  await round();
  expect(await statesOf(id)).toEqual({ a: "success", b: "none", c: "none" });
  await stores.db.prisma.dag.update({ where: { id: dagId }, data: { isPaused: false } });
  await round();
  expect(await statesOf(id)).toEqual({ a: "success", b: "success", c: "queued" });
});

test("empty tasks end by themselves, a thousand at once, each with an attempt of its own", async () => {
  const wide = Array.from({ length: 1_000 }, (_, at) => ({
    task_id: `t${at}`,
    kind: "empty",
    depends_on: ["from"],
  }));
  const to = { task_id: "to", kind: "empty", depends_on: wide.map((task) => task.task_id) };
  const tasks = [{ task_id: "from", kind: "empty" }, ...wide, to];
  const { id } = await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks }) });
  const run = await getRun(ctx(), { run_id: id });
  expect(run.state).toBe("success");
  expect(run.tasks.every((task) => task.state === "success" && task.attempts.length === 1)).toBe(true);
});

test("a failed try waits its delay, doubling where asked, and is queued when its time has come", async () => {
  const retry = { retries: 2, retry_delay_ms: 60_000, retry_exponential: true };
  const { id } = await triggerRun(ctx(), {
    dag_id: await makePipeline(stores, { tasks: [{ task_id: "a", ...retry }] }),
  });
  const delays: number[] = [];
  for (let tries = 1; tries <= 3; tries++) {
    const [attempt] = await stores.db.prisma.taskAttempt.findMany({ where: { runId: id, state: "queued" } });
    const attemptId = attempt?.id ?? "";
    expect(attempt?.number).toBe(tries);
    await claimAttempt(sql(), { attemptId, workerId: "w", leaseMs: 60_000 });
    await finishAttempt(stores.db.pool, { ...outcome("failed"), attemptId, workerId: "w" });
    const [ended] = await stores.db.prisma.taskAttempt.findMany({ where: { id: attemptId } });
    const task = await stores.db.prisma.taskInstance.findFirstOrThrow({ where: { runId: id } });
    if (task.eligibleAt && ended?.finishedAt)
      delays.push(task.eligibleAt.getTime() - ended.finishedAt.getTime());
    await round();
    expect((await statesOf(id)).a).toBe(tries < 3 ? "up_for_retry" : "failed");
    await stores.db.prisma.taskInstance.updateMany({
      where: { runId: id, state: "up_for_retry" },
      data: { eligibleAt: new Date(0) },
    });
    await round();
  }
  expect(delays).toHaveLength(2);
  expect(delays[0]).toBeGreaterThanOrEqual(45_000 - 2);
  expect(delays[0]).toBeLessThanOrEqual(60_000 + 2);
  expect(delays[1]).toBeGreaterThanOrEqual(90_000 - 2);
  expect(delays[1]).toBeLessThanOrEqual(120_000 + 2);
});

test("a run past its time limit ends: what waits is skipped, what runs is killed", async () => {
  const tasks = [{ task_id: "a" }, { task_id: "b", depends_on: ["a"] }];
  const dagId = await makePipeline(stores, { tasks, dagrun_timeout_ms: 1 });
  const { id } = await triggerRun(ctx(), { dag_id: dagId });
  const [attempt] = await stores.db.prisma.taskAttempt.findMany({ where: { runId: id } });
  const attemptId = attempt?.id ?? "";
  await claimAttempt(sql(), { attemptId, workerId: "w", leaseMs: 60_000 });
  await waitFor("the limit", async () => {
    await round();
    return (await statesOf(id)).b === "skipped";
  });
  const killed = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id: attemptId } });
  expect(killed).toMatchObject({ state: "running", killReason: "timed_out" });
  await finishAttempt(stores.db.pool, { ...outcome("failed"), attemptId, workerId: "w" });
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({ state: "failed", reason: "timed_out" });
});

test("a run past its time limit retries no task and closes", async () => {
  const retry = { retries: 3, retry_delay_ms: 0 };
  const tasks = [
    { task_id: "a", ...retry },
    { task_id: "b", ...retry },
    { task_id: "c", ...retry, depends_on: ["b"] },
  ];
  const { id } = await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks }) });
  const attempts = await stores.db.prisma.taskAttempt.findMany({
    where: { runId: id },
    orderBy: { id: "asc" },
  });
  const [first = "", second = ""] = attempts.map((attempt) => attempt.id);
  for (const attemptId of [first, second])
    await claimAttempt(sql(), { attemptId, workerId: "w", leaseMs: 60_000 });
  await stores.db.prisma.dagRun.update({ where: { id }, data: { timeoutAt: new Date(0) } });
  await round();
  await finishAttempt(stores.db.pool, { ...outcome("failed"), attemptId: first, workerId: "w" });
  expect(await statesOf(id)).toEqual({ a: "cancelled", b: "running", c: "skipped" });
  await sql().rows("UPDATE task_attempt SET lease_until = '2001-01-01' WHERE id = $1::uuid", [second]);
  await expireAttempt(stores.db.pool, second);
  const run = await getRun(ctx(), { run_id: id });
  expect(run).toMatchObject({ state: "failed", reason: "timed_out" });
  expect(run.tasks.map((task) => [task.state, task.try_number])).toEqual([
    ["cancelled", 1],
    ["cancelled", 1],
    ["skipped", 0],
  ]);
});

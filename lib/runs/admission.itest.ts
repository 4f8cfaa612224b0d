import { beforeAll, describe, expect, test } from "vitest";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { claimAttempt, insertAttempts } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { takePoolLock, waitForLocked, whileHeld } from "@/lib/testing/held";
import { brokenInvariants, watchInvariants } from "@/lib/testing/invariants";
import {
  createRuns,
  finishAttempt,
  getRun,
  queueReadyOf,
  type RunSpec,
  runsWithReadyTasks,
  startRuns,
  triggerRun,
} from "./index";
import { mayStart, startableRuns } from "./repository/due";
import { lockRun, startRun } from "./repository/lock";
import { lowerAndFindReady } from "./repository/slots";
import { makePipeline, outcome } from "./testing";

const stores = testStores({ GWANJE_DATABASE_POOL: "8" });
const ctx = () => testCtx(stores);
const sql = () => poolSql(stores.db.pool);
beforeAll(() => watchInvariants(sql()));

const makePool = async (slots: number) => {
  const name = newId("evt");
  await stores.db.prisma.pool.create({ data: { name, slots } });
  return name;
};
const start = async (spec: Record<string, unknown>) =>
  (await triggerRun(ctx(), { dag_id: await makePipeline(stores, spec) })).id;
const statesOf = async (runId: string) =>
  Object.fromEntries(
    (await getRun(ctx(), { run_id: runId })).tasks.map((task) => [task.task_id, task.state]),
  );
const stateOf = async (runId: string, taskId: string) => (await statesOf(runId))[taskId];

/** Queues waiting tasks as the scheduler does; returns the runs that it visited. */
async function round(): Promise<string[]> {
  const ids = await runsWithReadyTasks(sql());
  for (const id of ids) await poolTransaction(stores.db.pool, (tx) => queueReadyOf(tx, id));
  return ids;
}
async function end(runId: string, taskId: string, ends: "success" | "failed" = "success") {
  const attempt = await stores.db.prisma.taskAttempt.findFirstOrThrow({
    where: { runId, taskId, state: { in: ["queued", "running"] } },
  });
  const by = { attemptId: attempt.id, workerId: "w" };
  await claimAttempt(sql(), { ...by, leaseMs: 60_000 });
  return finishAttempt(stores.db.pool, { ...outcome(ends), ...by });
}
/** Many running runs of one pipeline, of which at most one can move. */
async function crowd(spec: RunSpec & Record<string, unknown>, count: number): Promise<string[]> {
  const dagId = await makePipeline(stores, spec, { maxActiveRuns: 100_000 });
  const { headVersionId } = await stores.db.prisma.dag.findUniqueOrThrow({ where: { id: dagId } });
  const wishes = Array.from({ length: count }, (_, at) => ({
    runKey: `k${at}`,
    runType: "manual" as const,
    logicalDate: null,
    interval: null,
    params: {},
    triggeredBy: null,
    note: null,
    backfillId: null,
  }));
  const ids = await createRuns(sql(), { dagId, versionId: headVersionId ?? "", spec }, wishes);
  // Started by one statement, so that the rounds must find what can be queued.
  await sql().rows("UPDATE dag_run SET state = 'running', started_at = now() WHERE dag_id = $1", [dagId]);
  return ids;
}

describe("what can only wait hides nothing that can go", () => {
  test.each([
    ["for a full pool", async () => ({ pool: await makePool(1), tasks: 1, max: 16 })],
    ["for a pool that is not there", async () => ({ pool: "no_such_pool", tasks: 1, max: 16 })],
    ["for their own limit", async () => ({ pool: "unlimited", tasks: 2, max: 1 })],
  ])("510 runs that wait %s, and a retry in another pool that is due", async (_what, set) => {
    await stores.db.prisma.pool.upsert({
      where: { name: "unlimited" },
      create: { name: "unlimited", slots: -1 },
      update: {},
    });
    const { pool, tasks, max } = await set();
    const spec = {
      max_active_tasks: max,
      tasks: Array.from({ length: tasks }, (_, at) => ({ task_id: `g${at}`, pool, priority_weight: 5 })),
    };
    const waiting = new Set(await crowd(spec, 510));
    await round();
    await round();
    const id = await start({ tasks: [{ task_id: "r", retries: 2, retry_delay_ms: 1 }] });
    await end(id, "r", "failed");
    await sql().rows("UPDATE task_instance SET eligible_at = now() - interval '1 second' WHERE run_id = $1", [
      id,
    ]);
    const looked = await round();
    expect(looked).toContain(id);
    expect(looked.filter((one) => waiting.has(one))).toEqual([]);
    expect(await stateOf(id, "r")).toBe("queued");
  });

  test("510 runs whose tasks leave their room to a larger one", async () => {
    const pool = await makePool(2);
    const holder = await start({ tasks: [{ task_id: "a", pool }] });
    const big = await start({ tasks: [{ task_id: "big", pool, pool_slots: 2, priority_weight: 9 }] });
    const waiting = new Set(await crowd({ tasks: [{ task_id: "small", pool }] }, 510));
    const looked = await round();
    expect(looked.filter((one) => waiting.has(one) || one === big)).toEqual([]);
    await end(holder, "a");
    expect(await round()).toContain(big);
    expect(await stateOf(big, "big")).toBe("queued");
  });

  test("in a run: tasks of a full pool leave its places to the others", async () => {
    const pool = await makePool(1);
    await start({ tasks: [{ task_id: "x", pool }] });
    const tasks = [
      { task_id: "a", pool, priority_weight: 2 },
      { task_id: "b", pool, priority_weight: 2 },
      { task_id: "c" },
    ];
    const id = await start({ tasks, max_active_tasks: 2 });
    expect(await statesOf(id)).toEqual({ a: "none", b: "none", c: "queued" });
  });

  test("in a run: so do tasks whose pool keeps its room for a larger one of another run", async () => {
    const pool = await makePool(2);
    await start({ tasks: [{ task_id: "x", pool }] });
    await start({ tasks: [{ task_id: "big", pool, pool_slots: 2, priority_weight: 9 }] });
    const tasks = [
      { task_id: "a", pool, priority_weight: 2 },
      { task_id: "b", pool, priority_weight: 2 },
      { task_id: "c" },
    ];
    const id = await start({ tasks, max_active_tasks: 2 });
    expect(await statesOf(id)).toEqual({ a: "none", b: "none", c: "queued" });
  });
});

describe("a task of several slots", () => {
  const small = (pool: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({ task_id: `s${at}`, pool }));

  test("starts when those that run have made room, before anything less important", async () => {
    const pool = await makePool(2);
    const tasks = [
      { task_id: "first" },
      { task_id: "big", depends_on: ["first"], pool, pool_slots: 2, priority_weight: 100 },
      ...small(pool, 6),
    ];
    const id = await start({ tasks });
    await end(id, "first");
    await end(id, "s0");
    expect(await stateOf(id, "s2")).toBe("none");
    const { othersMayStart } = await end(id, "s1");
    expect(await statesOf(id)).toMatchObject({ big: "queued", s2: "none", s3: "none" });
    expect(othersMayStart).toBe(false);
    await end(id, "big");
    expect(await statesOf(id)).toMatchObject({ s2: "queued", s3: "queued", s4: "none" });
  });

  test("of another run: small ones leave it their room, and the scheduler is woken when there is enough", async () => {
    const pool = await makePool(2);
    const id = await start({ tasks: small(pool, 6) });
    const big = await start({ tasks: [{ task_id: "big", pool, pool_slots: 2, priority_weight: 100 }] });
    await end(id, "s0");
    const { othersMayStart } = await end(id, "s1");
    expect(await statesOf(id)).toMatchObject({ s2: "none", s3: "none" });
    expect(othersMayStart).toBe(true);
    await round();
    expect(await stateOf(big, "big")).toBe("queued");
  });

  test.each([
    ["as important and of an older run waits for no newer ones", 1, ["queued", "none"]],
    ["less important waits for the others", 0, ["none", "queued"]],
  ])("%s", async (_what, priority_weight, expected) => {
    const pool = await makePool(2);
    const holder = await start({ tasks: small(pool, 2) });
    const big = await start({ tasks: [{ task_id: "big", pool, pool_slots: 2, priority_weight }] });
    const later = await start({ tasks: small(pool, 2) });
    await end(holder, "s0");
    await round();
    await end(holder, "s1");
    await round();
    expect([await stateOf(big, "big"), await stateOf(later, "s0")]).toEqual(expected);
  });

  test("of more than half of a pool: a chain of small ones that needs little leaves it its room too", async () => {
    const pool = await makePool(4);
    const chain = [
      { task_id: "c0", pool },
      { task_id: "c1", pool, depends_on: ["c0"] },
    ];
    const id = await start({ tasks: chain });
    const big = await start({ tasks: [{ task_id: "big", pool, pool_slots: 4, priority_weight: 100 }] });
    expect(await stateOf(big, "big")).toBe("none");
    const { othersMayStart } = await end(id, "c0");
    expect([await stateOf(id, "c1"), othersMayStart]).toEqual(["none", true]);
    await round();
    expect([await stateOf(big, "big"), await stateOf(id, "c1")]).toEqual(["queued", "none"]);
  });

  test("larger than its pool keeps no room from anybody", async () => {
    const pool = await makePool(2);
    const tasks = [{ task_id: "huge", pool, pool_slots: 3, priority_weight: 9 }, ...small(pool, 2)];
    const id = await start({ tasks });
    expect(await statesOf(id)).toEqual({ huge: "none", s0: "queued", s1: "queued" });
  });
});

describe("pools under hand-made interleavings", () => {
  test("slots are counted under the pool's lock: who comes second waits, and finds what the first has left", async () => {
    const pool = await makePool(1);
    const spec = { tasks: [{ task_id: "a", pool }] };
    const dagId = await makePipeline(stores, spec);
    const { second } = await whileHeld(
      stores.db.pool,
      (holder) => takePoolLock(holder, pool),
      async () => {
        const second = triggerRun(ctx(), { dag_id: dagId });
        await waitForLocked(stores.db.pool);
        await sql().rows("UPDATE pool SET slots = 0 WHERE name = $1", [pool]);
        return { second };
      },
    );
    expect(await stateOf((await second).id, "a")).toBe("none");
  });

  test("two that start at once in a pool of one slot: the second sees the first's", async () => {
    const pool = await makePool(0);
    const spec = { tasks: [{ task_id: "a", pool }] };
    const [one, other] = [await start(spec), await start(spec)];
    await sql().rows("UPDATE pool SET slots = 1 WHERE name = $1", [pool]);
    const { late } = await poolTransaction(stores.db.pool, async (early) => {
      expect(await queueReadyOf(early, one)).toHaveLength(1);
      const late = poolTransaction(stores.db.pool, (tx) => queueReadyOf(tx, other));
      await waitForLocked(stores.db.pool);
      return { late };
    });
    expect(await late).toEqual([]);
  });

  test.each([
    ["that got its limit since the locks were taken", "UPDATE pool SET slots = 1 WHERE name = $1"],
    ["that is gone since", "DELETE FROM pool WHERE name = $1"],
  ])("a pool %s is left to the next round", async (_what, change) => {
    const pool = await makePool(-1);
    const id = await start({
      tasks: [
        { task_id: "a", depends_on: [] },
        { task_id: "b", depends_on: ["a"], pool },
      ],
    });
    await sql().rows("UPDATE task_instance SET pending_upstream = 0 WHERE run_id = $1 AND task_id = 'b'", [
      id,
    ]);
    const queued = await poolTransaction(stores.db.pool, async (tx) => {
      const run = await lockRun(tx, id);
      const { ready, places } = await lowerAndFindReady(
        tx,
        { id, maxActiveTasks: run?.maxActiveTasks ?? 0 },
        0,
      );
      expect(ready).toHaveLength(1);
      await sql().rows(change, [pool]);
      return insertAttempts(
        tx,
        id,
        ready.map((task) => ({ ...task, attemptId: crypto.randomUUID() })),
        places,
      );
    });
    expect(queued).toEqual([]);
  });

  test("a run that is started holds its own pools only, so that two versions never lock them in two orders", async () => {
    const [pa, pb] = [await makePool(5), await makePool(5)].sort();
    const dagId = await makePipeline(stores, { tasks: [{ task_id: "t", pool: pb }] }, { maxActiveRuns: 1 });
    const first = (await triggerRun(ctx(), { dag_id: dagId })).id;
    await triggerRun(ctx(), { dag_id: dagId });
    const versionId = newId("ver");
    await stores.db.prisma.dagVersion.create({
      data: {
        id: versionId,
        dagId,
        number: 2,
        spec: { tasks: [{ task_id: "t", pool: pa }] },
        specSha256: "y",
        layout: {},
        origin: "api",
      },
    });
    await stores.db.prisma.dag.update({
      where: { id: dagId },
      data: { headVersionId: versionId, maxActiveRuns: 5 },
    });
    const third = (await triggerRun(ctx(), { dag_id: dagId, run_key: "third" })).id;
    // Triggers may start their own run; here the scheduler starts all of them.
    await sql().rows("UPDATE dag_run SET state = 'queued' WHERE id = $1", [third]);
    await sql().rows("UPDATE task_attempt SET state = 'cancelled' WHERE run_id = $1", [third]);
    await sql().rows("UPDATE task_instance SET state = 'none' WHERE run_id = $1", [third]);
    const { starting } = await whileHeld(
      stores.db.pool,
      (holder) => takePoolLock(holder, pa ?? ""),
      async () => {
        const starting = startRuns(stores.db.pool, dagId);
        await waitForLocked(stores.db.pool);
        const [free] = await sql().rows<{ free: boolean }>(
          "SELECT pg_try_advisory_xact_lock(hashtextextended('gwanje:pool:' || $1, 0)) AS free",
          [pb],
        );
        expect(free?.free).toBe(true);
        return { starting };
      },
    );
    expect((await starting).runs).toContain(third);
    expect((await starting).runs).not.toContain(first);
  });
});

describe("runs of a pipeline", () => {
  test("are started by who holds its row: the second starts none meanwhile, and none beyond the limit after it", async () => {
    const dagId = await makePipeline(stores, { tasks: [{ task_id: "a" }] }, { maxActiveRuns: 0 });
    const ids = [];
    for (let at = 0; at < 3; at++) ids.push((await triggerRun(ctx(), { dag_id: dagId })).id);
    await sql().rows("UPDATE dag SET max_active_runs = 2 WHERE dag_id = $1", [dagId]);
    await poolTransaction(stores.db.pool, async (early) => {
      const [first = "", second = ""] = await startableRuns(early, dagId);
      expect(await mayStart(early, dagId, first)).toBe(true);
      await startRun(early, first);
      expect((await startRuns(stores.db.pool, dagId)).runs).toEqual([]);
      expect(await mayStart(early, dagId, second)).toBe(true);
      await startRun(early, second);
    });
    expect((await startRuns(stores.db.pool, dagId)).runs).toEqual([]);
    expect(await stores.db.prisma.dagRun.count({ where: { dagId, state: "running" } })).toBe(2);
  });

  test("a trigger starts its own run at most, in its turn", async () => {
    const dagId = await makePipeline(stores, { tasks: [{ task_id: "a" }] }, { maxActiveRuns: 0 });
    for (let at = 0; at < 5; at++) await triggerRun(ctx(), { dag_id: dagId });
    const setLimit = (most: number) =>
      stores.db.prisma.dag.update({ where: { id: dagId }, data: { maxActiveRuns: most } });
    const running = () => stores.db.prisma.dagRun.count({ where: { dagId, state: "running" } });
    await setLimit(5);
    await triggerRun(ctx(), { dag_id: dagId });
    expect(await running()).toBe(0);
    await setLimit(500);
    const { id } = await triggerRun(ctx(), { dag_id: dagId });
    expect(await running()).toBe(1);
    expect(await stateOf(id, "a")).toBe("queued");
    await startRuns(stores.db.pool, dagId);
    expect(await running()).toBe(7);
  });

  test("one that cannot be started stops none of the others", async () => {
    const dagId = await makePipeline(stores, { tasks: [{ task_id: "a" }] }, { isPaused: true });
    const ids = [];
    for (let at = 0; at < 3; at++) ids.push((await triggerRun(ctx(), { dag_id: dagId })).id);
    const versionId = newId("ver");
    const spec = { tasks: [{ task_id: "a" }], dagrun_timeout_ms: "soon" };
    await stores.db.prisma.dagVersion.create({
      data: { id: versionId, dagId, number: 2, spec, specSha256: "y", layout: {}, origin: "api" },
    });
    await stores.db.prisma.dagRun.update({ where: { id: ids[0] ?? "" }, data: { dagVersionId: versionId } });
    await stores.db.prisma.dag.update({ where: { id: dagId }, data: { isPaused: false } });
    expect((await startRuns(stores.db.pool, dagId)).runs).toEqual(ids.slice(1));
    await expect(startRuns(stores.db.pool, dagId)).rejects.toThrow(/soon/);
  });
});

test("nothing of this breaks an invariant", async () => {
  expect(await brokenInvariants(sql())).toEqual([]);
});

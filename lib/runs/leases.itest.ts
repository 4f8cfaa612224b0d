import { expect, test } from "vitest";
import { poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { claimAttempt, createSpecCache, heartbeat } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { finishTogether, triggerRun } from "./index";
import { lockRun } from "./repository/lock";
import { makePipeline, outcome } from "./testing";

const stores = testStores({ GWANJE_DATABASE_POOL: "8" });
const ctx = () => testCtx(stores);
const sql = () => poolSql(stores.db.pool);
const LEASE_MS = 60_000;
const BY = { workerId: "w", leaseMs: LEASE_MS };

/** A run of which a worker has claimed `count` tasks; their attempts in the order of their ids. */
async function claimed(count: number, more: object[] = []) {
  const names = Array.from({ length: count }, (_, at) => `t${at}`);
  const tasks = [...names.map((task_id) => ({ task_id })), ...more];
  const { id } = await triggerRun(ctx(), { dag_id: await makePipeline(stores, { tasks }) });
  const attempts = await stores.db.prisma.taskAttempt.findMany({
    where: { runId: id },
    orderBy: { id: "asc" },
  });
  const ids = attempts.map((attempt) => attempt.id);
  for (const attemptId of ids) await claimAttempt(sql(), { ...BY, attemptId });
  return { id, ids };
}
const hold = (attemptId: string) => (holder: Sql) =>
  holder.rows("SELECT 1 FROM task_attempt WHERE id = $1::uuid FOR UPDATE", [attemptId]);
const isFree = async (attemptId: string) =>
  (await sql().rows("SELECT 1 FROM task_attempt WHERE id = $1::uuid FOR UPDATE SKIP LOCKED", [attemptId]))
    .length > 0;
const clock = async (by: Sql) => {
  const [row] = await by.rows<{ ms: number }>(
    "SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms",
  );
  return row?.ms ?? 0;
};
const leaseStart = async (attemptId: string) => {
  const { leaseUntil } = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id: attemptId } });
  return (leaseUntil?.getTime() ?? 0) - LEASE_MS;
};

test("a lease counts from its claim, however long the transaction around it has waited for its run", async () => {
  const { id, ids } = await claimed(1, [{ task_id: "next", depends_on: ["t0"] }]);
  const taker = { ...BY, queues: ["default"], specs: createSpecCache() };
  const { finishing, freedAt } = await whileHeld(
    stores.db.pool,
    (holder) => lockRun(holder, id),
    async (holder) => {
      const ends = [{ ...outcome("success"), attemptId: ids[0] ?? "", workerId: "w" }];
      const finishing = finishTogether(stores.db.pool, ends, taker);
      await waitForLocked(stores.db.pool);
      return { finishing, freedAt: await clock(holder) };
    },
  );
  const [done] = await finishing;
  // Kept to the millisecond.
  expect(await leaseStart(done?.next?.attemptId ?? "")).toBeGreaterThanOrEqual(freedAt - 1);
});

test("and so does one that is renewed", async () => {
  const { ids } = await claimed(1);
  const renewedAt = await poolTransaction(stores.db.pool, async (late) => {
    const begun = await clock(late);
    await heartbeat(late, { ...BY, attemptIds: ids });
    return begun;
  });
  expect(await leaseStart(ids[0] ?? "")).toBeGreaterThanOrEqual(renewedAt - 1);
});

test("a heartbeat skips locked attempts, reports none of them as lost, and renews the rest", async () => {
  const { ids } = await claimed(3);
  const [first = "", held = "", last = ""] = ids;
  const before = await Promise.all(ids.map(leaseStart));
  await whileHeld(stores.db.pool, hold(held), async () => {
    const { kill } = await heartbeat(sql(), { ...BY, attemptIds: ids.toReversed() });
    expect(kill).toEqual([]);
  });
  expect(await leaseStart(held)).toBe(before[1]);
  expect(await leaseStart(first)).toBeGreaterThan(before[0] ?? 0);
  expect(await leaseStart(last)).toBeGreaterThan(before[2] ?? 0);
});

test("while its attempts are being finished a worker's heartbeat goes through", async () => {
  const { ids } = await claimed(2);
  const { finishing } = await whileHeld(stores.db.pool, hold(ids[1] ?? ""), async () => {
    const ends = ids.map((attemptId) => ({ ...outcome("success"), attemptId, workerId: "w" }));
    const finishing = finishTogether(stores.db.pool, ends);
    await waitForLocked(stores.db.pool);
    expect((await heartbeat(sql(), { ...BY, attemptIds: ids })).kill).toEqual([]);
    return { finishing };
  });
  expect((await finishing).every(({ applied }) => applied)).toBe(true);
});

test("several ends are locked in the order of their ids, so that two groups do not deadlock", async () => {
  const { ids } = await claimed(2);
  const [low = "", high = ""] = ids;
  const ends = [high, low].map((attemptId) => ({ ...outcome("success"), attemptId, workerId: "w" }));
  const { finishing } = await whileHeld(stores.db.pool, hold(low), async () => {
    const finishing = finishTogether(stores.db.pool, ends);
    await waitForLocked(stores.db.pool);
    expect(await isFree(high)).toBe(true);
    return { finishing };
  });
  expect((await finishing).map(({ applied }) => applied)).toEqual([true, true]);
});

test("what each of several ends came to is told to the one that asked", async () => {
  const { ids } = await claimed(2);
  const [low = "", high = ""] = ids;
  const ends = [
    { ...outcome("success"), attemptId: high, workerId: "w" },
    { ...outcome("success"), attemptId: low, workerId: "another" },
  ];
  const results = await finishTogether(stores.db.pool, ends);
  expect(results.map(({ applied }) => applied)).toEqual([true, false]);
});

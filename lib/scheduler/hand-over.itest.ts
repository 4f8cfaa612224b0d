import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { triggerRun } from "@/lib/runs";
import { makePipeline } from "@/lib/runs/testing";
import { claimAttempts, outboxUnclaimed, relayOutbox, type TaskQueue } from "@/lib/tasks";
import { connectedQueue } from "@/lib/tasks/testing";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { tick } from "./index";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
let queue: TaskQueue;
beforeAll(async () => {
  queue = await connectedQueue(stores.env.REDIS_URL);
  return () => queue.close();
});
// Attempts of another test would be handed over too.
beforeEach(async () => {
  await sql().rows("UPDATE task_attempt SET state = 'cancelled'");
  await sql().rows("DELETE FROM task_outbox");
});

/** Attempts in a queue without workers, as if enqueued a moment ago; in order. */
async function waiting(count: number, of: { queue?: string; weight?: number } = {}): Promise<string[]> {
  const task = { queue: of.queue ?? "nobody", priority_weight: of.weight ?? 1 };
  const dagId = await makePipeline(stores, { tasks: [{ task_id: "a", ...task }] });
  const { id } = await triggerRun(testCtx(stores), { dag_id: dagId });
  await waitFor("the hand-over", async () => (await inOutbox()) === 0);
  // A run never has many attempts of one task, but the hand-over does not check that.
  await sql().rows(
    `INSERT INTO task_attempt (id, task_instance_id, run_id, dag_id, task_id, number, state, queue, enqueued_at, enqueue_count)
     SELECT gen_random_uuid(), task_instance_id, run_id, dag_id, task_id, n, 'queued', queue, now(), 1
     FROM task_attempt, generate_series(2, $2::int) n WHERE run_id = $1`,
    [id, count],
  );
  const rows = await sql().rows<{ id: string }>(
    "SELECT id::text AS id FROM task_attempt WHERE run_id = $1 ORDER BY number",
    [id],
  );
  return rows.map((row) => row.id);
}
async function inOutbox(): Promise<number> {
  return stores.db.prisma.taskOutbox.count();
}
const box = (ids: readonly string[], of = "nobody", priority = 1) =>
  sql().rows("INSERT INTO task_outbox (attempt_id, queue, priority) SELECT unnest($1::uuid[]), $2, $3", [
    ids,
    of,
    priority,
  ]);
const messages = (of = "nobody") => stores.redis.zcard(`{gwanje}:${of}:prioritized`);

test("an attempt without a worker has one message, however often it is enqueued", async () => {
  const [id = ""] = await waiting(1, { queue: "lonely" });
  for (let time = 0; time < 5; time++) {
    await sql().rows("UPDATE task_attempt SET enqueued_at = now() - interval '1 hour' WHERE id = $1::uuid", [
      id,
    ]);
    await tick(stores, queue);
  }
  expect(await messages("lonely")).toBe(1);
  const row = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id } });
  expect(row.enqueueCount).toBe(6);
});

test("what is sent again keeps its place before the less important", async () => {
  const [first = ""] = await waiting(1, { queue: "ranked", weight: 9 });
  await waiting(1, { queue: "ranked", weight: 5 });
  await stores.redis.flushdb();
  await tick(stores, queue);
  const order = await stores.redis.zrange("{gwanje}:ranked:prioritized", 0, -1);
  expect(order[0]).toContain(first);
  expect(order).toHaveLength(2);
});

test("unclaimed attempts are sent again after 3 s, then 6, 12, 24, and 48 from then on", async () => {
  const waits = [3, 3, 6, 12, 24, 48, 48, 48];
  const ids = await waiting(waits.length * 2);
  const seconds = waits.flatMap((wait) => [wait - 1, wait + 1]);
  await sql().rows(
    `UPDATE task_attempt a SET enqueued_at = now() - g.seconds * interval '1 second', enqueue_count = g.count
     FROM unnest($1::uuid[], $2::int[], $3::int[]) AS g(id, seconds, count) WHERE a.id = g.id`,
    [ids, seconds, seconds.map((_, at) => Math.floor(at / 2))],
  );
  expect(await outboxUnclaimed(sql())).toBe(waits.length);
  const boxed = await stores.db.prisma.taskOutbox.findMany();
  const due = ids.filter((_, at) => at % 2 === 1);
  expect(boxed.map((row) => row.attemptId).sort()).toEqual([...due].sort());
  expect(await outboxUnclaimed(sql())).toBe(0);
});

describe("after Redis has lost its memory", () => {
  test.each([5_000, 5_001])("all of %i are sent in one round", async (count) => {
    await waiting(count);
    await stores.redis.flushdb();
    await tick(stores, queue);
    expect(await messages()).toBe(count);
    expect(await queue.lostMemory()).toBe(false);
  });

  test("it is not complete before all were sent, nor when it loses its memory once more meanwhile", async () => {
    await stores.redis.flushdb();
    const mark = await queue.beginRestore();
    expect(await queue.lostMemory()).toBe(true);
    await stores.redis.flushdb();
    await queue.endRestore(mark);
    expect(await queue.lostMemory()).toBe(true);
    await tick(stores, queue);
    expect(await queue.lostMemory()).toBe(false);
  });

  test("a hand-over that fails leaves it for the next round", async () => {
    const ids = await waiting(3);
    await stores.redis.flushdb();
    const failing = { ...queue, enqueue: () => Promise.reject(new Error("no room")) };
    await expect(tick(stores, failing)).rejects.toThrow("queue nobody is held back");
    expect(await queue.lostMemory()).toBe(true);
    expect(await inOutbox()).toBe(ids.length);
    await tick(stores, queue);
    expect(await messages()).toBe(ids.length);
  });
});

describe("the outbox", () => {
  test("keeps its rows when a hand-over fails, of that queue only", async () => {
    const [a = "", b = ""] = [await waiting(1), await waiting(1, { queue: "other" })].flat();
    await box([a], "nobody", 9);
    await box([b], "other");
    const failing: TaskQueue = {
      ...queue,
      enqueue: (attempts) =>
        attempts[0]?.queue === "nobody" ? Promise.reject(new Error("no room")) : queue.enqueue(attempts),
    };
    const { removed, failed } = await relayOutbox(stores.db.pool, failing);
    expect({ removed, failed: failed.map(({ name }) => name) }).toEqual({ removed: 1, failed: ["nobody"] });
    expect((await stores.db.prisma.taskOutbox.findMany()).map((row) => row.attemptId)).toEqual([a]);
  });

  test("loses rows of attempts that wait no more without a message, and they end no round early", async () => {
    const [late = ""] = await waiting(1, { queue: "late" });
    await stores.redis.flushdb();
    await sql().rows(
      "INSERT INTO task_outbox (attempt_id, queue, priority) SELECT gen_random_uuid(), 'late', 5 FROM generate_series(1, 3000)",
    );
    await box([late], "late");
    expect((await relayOutbox(stores.db.pool, queue)).removed).toBe(3_001);
    expect(await inOutbox()).toBe(0);
    expect(await messages("late")).toBe(1);
  });

  test.each([999, 1_000, 1_001, 2_000])(
    "of %i rows is empty afterwards, also with two relays at once",
    async (count) => {
      await box(await waiting(count));
      await stores.redis.flushdb();
      await Promise.all([relayOutbox(stores.db.pool, queue), relayOutbox(stores.db.pool, queue)]);
      expect(await inOutbox()).toBe(0);
      expect(await messages()).toBe(count);
    },
  );

  test("is handed over while a claim of the same attempt goes through: neither waits for the other", async () => {
    const [id = ""] = await waiting(1);
    await sql().rows(
      "UPDATE task_instance t SET state = 'queued', current_attempt_id = a.id FROM task_attempt a WHERE a.id = $1::uuid AND t.id = a.task_instance_id",
      [id],
    );
    await box([id]);
    const claims: string[] = [];
    const claiming: TaskQueue = {
      ...queue,
      async enqueue(attempts) {
        // Simulates a slow Redis. If the attempt's row were locked, this would never end.
        const got = await claimAttempts(sql(), { attemptIds: [id], workerId: "w", leaseMs: 60_000 });
        claims.push(...got.map(({ attemptId }) => attemptId));
        await queue.enqueue(attempts);
      },
    };
    await relayOutbox(stores.db.pool, claiming);
    expect(claims).toEqual([id]);
    expect(await inOutbox()).toBe(0);
    const row = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id } });
    expect(row.state).toBe("running");
  });
});

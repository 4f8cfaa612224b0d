import { expect, inject, test } from "vitest";
import { createBackfill } from "@/lib/backfills";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { claimAttempt, consumeAttempts } from "@/lib/tasks";
import { connectedQueue } from "@/lib/tasks/testing";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { createDueRuns, tick } from "./index";

const stores = testStores();

test("two schedulers make a due run once and its task reaches a worker through Redis", async () => {
  const dagId = newId("evt");
  const versionId = newId("ver");
  const spec = { tasks: [{ task_id: "a", depends_on: [], queue: dagId }] };
  await stores.db.prisma.dag.create({
    data: {
      id: dagId,
      origin: "api",
      scheduleCron: "0 0 * * *",
      scheduleStart: new Date("2026-01-01T00:00:00Z"),
    },
  });
  await stores.db.prisma.dagVersion.create({
    data: { id: versionId, dagId, number: 1, spec, specSha256: "x", layout: {}, origin: "api" },
  });
  await stores.db.prisma.dag.update({ where: { id: dagId }, data: { headVersionId: versionId } });
  const redisUrl = inject("stores").REDIS_URL;
  const queue = await connectedQueue(redisUrl);
  const claimed: string[] = [];
  const consumer = consumeAttempts({
    redisUrl,
    queues: [dagId],
    concurrency: 2,
    async handle(attemptId) {
      const got = await claimAttempt(poolSql(stores.db.pool), { attemptId, workerId: "w", leaseMs: 10_000 });
      if (got) claimed.push(got.taskId);
      return "done";
    },
  });
  const now = new Date("2026-03-10T12:00:00Z");
  await Promise.all([tick(stores, queue, now), tick(stores, queue, now)]);
  await tick(stores, queue, now);
  await waitFor("the claim", () => claimed.length > 0);
  const runs = await stores.db.prisma.dagRun.findMany({ where: { dagId } });
  expect(runs.map((run) => run.runKey)).toEqual(["scheduled__2026-03-09T00:00:00.000Z"]);
  expect(claimed).toEqual(["a"]);
  await consumer.close();
  await queue.close();
});

test("catch-up passes what a backfill has made, however much that is", async () => {
  const dagId = newId("evt");
  const versionId = newId("ver");
  const spec = { tasks: [{ task_id: "a", depends_on: [] }] };
  await stores.db.prisma.dag.create({
    data: {
      id: dagId,
      origin: "api",
      scheduleCron: "0 0 * * *",
      scheduleStart: new Date("2026-01-01T00:00:00Z"),
      catchup: true,
      maxActiveRuns: 2,
    },
  });
  await stores.db.prisma.dagVersion.create({
    data: { id: versionId, dagId, number: 1, spec, specSha256: "x", layout: {}, origin: "api" },
  });
  await stores.db.prisma.dag.update({ where: { id: dagId }, data: { headVersionId: versionId } });
  stores.clock.set("2026-01-12T12:00:00Z");
  await createBackfill(testCtx(stores), { dag_id: dagId, from_date: "2026-01-01", to_date: "2026-01-11" });
  for (let round = 0; round < 6; round++) await createDueRuns(stores, stores.clock.now());
  const scheduled = await stores.db.prisma.dagRun.findMany({ where: { dagId, runType: "scheduled" } });
  expect(scheduled.map((run) => run.runKey)).toEqual(["scheduled__2026-01-11T00:00:00.000Z"]);
  expect(await stores.db.prisma.dagRun.count({ where: { dagId } })).toBe(11);
});

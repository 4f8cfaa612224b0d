import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { brokenInvariants, watchInvariants } from "@/lib/testing/invariants";
import { expectedStates, type PlannedTask, randomDag } from "@/lib/testing/random-dag";
import { finishAttempt, getRun, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
beforeAll(() => watchInvariants(sql()));

/** Two workers ask for every attempt at once and finish it at once; what they do not own must come to nothing. */
async function race(attemptId: string, ends: PlannedTask["ends"]): Promise<string[]> {
  const workers = [newId("wrk"), newId("wrk")];
  const claims = await Promise.all(
    workers.map((workerId) => claimAttempt(sql(), { attemptId, workerId, leaseMs: 60_000 })),
  );
  expect(claims.filter(Boolean)).toHaveLength(1);
  const finishes = await Promise.all(
    workers.map((workerId) => finishAttempt(stores.db.pool, { ...outcome(ends), attemptId, workerId })),
  );
  expect(finishes.filter((finish) => finish.applied)).toHaveLength(1);
  return finishes.flatMap((finish) => finish.enqueue.map((next) => next.attemptId));
}

test("random graphs end as the reference says, in any order, with two workers after every attempt", async () => {
  const ctx = testCtx(stores);
  const orders = fc.infiniteStream(fc.nat());
  await fc.assert(
    fc.asyncProperty(randomDag(9), orders, fc.integer({ min: 1, max: 4 }), async (tasks, order, most) => {
      const plain = tasks.map(({ task_id, depends_on }) => ({ task_id, depends_on }));
      const dagId = await makePipeline(stores, { tasks: plain, max_active_tasks: most });
      const { id } = await triggerRun(ctx, { dag_id: dagId });
      const queued = await stores.db.prisma.taskAttempt.findMany({ where: { runId: id, state: "queued" } });
      const waiting = queued.map((attempt) => attempt.id);
      while (waiting.length > 0) {
        const [attemptId = ""] = waiting.splice(Number(order.next().value) % waiting.length, 1);
        const { taskId } = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id: attemptId } });
        const ends = tasks.find((task) => task.task_id === taskId)?.ends ?? "success";
        waiting.push(...(await race(attemptId, ends)));
      }
      const run = await getRun(ctx, { run_id: id });
      const states = Object.fromEntries(run.tasks.map((task) => [task.task_id, task.state]));
      expect({ run: run.state, tasks: states }).toEqual(expectedStates(tasks));
    }),
    { numRuns: 25 },
  );
  expect(await brokenInvariants(sql())).toEqual([]);
});

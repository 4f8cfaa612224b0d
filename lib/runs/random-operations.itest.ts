import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { watchCommits } from "@/lib/testing/commit-invariants";
import { brokenInvariants, watchInvariants } from "@/lib/testing/invariants";
import { expectedStates, type Outcome, type PlannedTask } from "@/lib/testing/random-dag";
import { denseDag, type Operation, randomOperations } from "@/lib/testing/random-operations";
import {
  cancelRun,
  clearRun,
  endRun,
  expireAttempt,
  finishAttempt,
  getRun,
  queueReadyOf,
  runsWithReadyTasks,
  startRuns,
  triggerRun,
} from "./index";
import { makePipeline, outcome } from "./testing";

/** GWANJE_TEST_RUNS=500 npx vitest run --project integration lib/runs/random-operations: the long form. */
const RUNS = Number(process.env.GWANJE_TEST_RUNS ?? 12);
const stores = testStores();
const ctx = () => testCtx(stores);
const sql = () => poolSql(stores.db.pool);
beforeAll(async () => {
  await watchInvariants(sql());
  await watchCommits(sql());
});

type Attempt = { id: string; runId: string; taskId: string; workerId: string };

/** A pipeline whose tasks share a small pool, and random operations on its runs. */
async function world(
  tasks: readonly PlannedTask[],
  limits: { tasks: number; slots: number; retries: number },
) {
  const pool = newId("evt");
  await stores.db.prisma.pool.create({ data: { name: pool, slots: limits.slots } });
  const dagId = await makePipeline(
    stores,
    {
      max_active_tasks: limits.tasks,
      tasks: tasks.map(({ task_id, depends_on }, at) => ({
        task_id,
        depends_on,
        retries: limits.retries,
        retry_delay_ms: 0,
        priority_weight: at % 3,
        ...(at % 2 === 0 ? { pool, pool_slots: 1 + (at % 4) / 2 } : {}),
      })),
    },
    { maxActiveRuns: 2 },
  );
  const ended: Attempt[] = [];
  const attemptsIn = (state: string) =>
    sql().rows<Attempt>(
      `SELECT id::text AS id, run_id AS "runId", task_id AS "taskId", coalesce(worker_id, '') AS "workerId"
       FROM task_attempt WHERE dag_id = $1 AND state = $2 ORDER BY id`,
      [dagId, state],
    );
  const runs = () => stores.db.prisma.dagRun.findMany({ where: { dagId }, orderBy: { id: "asc" } });
  const one = <T>(of: readonly T[], pick: number): T | undefined => of[pick % Math.max(of.length, 1)];
  const claim = (attempt: Attempt | undefined, workerId = newId("wrk")) =>
    attempt && claimAttempt(sql(), { attemptId: attempt.id, workerId, leaseMs: 60_000 });
  async function end(attempt: Attempt | undefined, ends: Outcome) {
    if (!attempt) return;
    ended.push(attempt);
    await finishAttempt(stores.db.pool, {
      ...outcome(ends),
      attemptId: attempt.id,
      workerId: attempt.workerId,
    });
  }
  async function round() {
    await startRuns(stores.db.pool, dagId);
    for (const id of await runsWithReadyTasks(sql()))
      await poolTransaction(stores.db.pool, (tx) => queueReadyOf(tx, id));
  }
  const due = () =>
    sql().rows(
      "UPDATE task_instance SET eligible_at = '2001-01-01' WHERE dag_id = $1 AND state = 'up_for_retry'",
      [dagId],
    );
  const setPaused = (isPaused: boolean) =>
    stores.db.prisma.dag.update({ where: { id: dagId }, data: { isPaused } });

  async function doOne(operation: Operation): Promise<unknown> {
    const { pick } = operation;
    switch (operation.kind) {
      case "claim":
        return claim(one(await attemptsIn("queued"), pick));
      case "end":
        if ((await attemptsIn("running")).length === 0) await claim(one(await attemptsIn("queued"), pick));
        return end(one(await attemptsIn("running"), pick), operation.ends);
      case "late":
        return end(one(ended, pick), "success");
      case "lose": {
        const lost = one(await attemptsIn("running"), pick);
        if (!lost) return undefined;
        await sql().rows("UPDATE task_attempt SET lease_until = '2001-01-01' WHERE id = $1::uuid", [lost.id]);
        ended.push(lost);
        return expireAttempt(stores.db.pool, lost.id);
      }
      case "clear": {
        const run = one(await runs(), pick);
        if (!run) return undefined;
        const named = tasks.filter((_, at) => (pick >> at) % 3 === 1).map((task) => task.task_id);
        return clearRun(ctx(), {
          run_id: run.id,
          ...(operation.some ? { task_ids: named } : {}),
          only_failed: operation.onlyFailed,
          downstream: operation.downstream,
        });
      }
      case "cancel": {
        const run = one(await runs(), pick);
        return run && cancelRun(ctx(), { run_id: run.id });
      }
      case "time_out": {
        const run = one(await runs(), pick);
        return run && poolTransaction(stores.db.pool, (tx) => endRun(tx, run.id, "timed_out", null));
      }
      case "pause":
        return setPaused(true);
      case "resume":
        return setPaused(false);
      case "round":
        return round();
      case "due":
        return due();
      case "trigger":
        return (await runs()).length < 2 ? triggerRun(ctx(), { dag_id: dagId }) : undefined;
      default:
        return operation satisfies never;
    }
  }

  /** No more interference: every process ends as planned, until nothing is left. */
  async function workOff(): Promise<void> {
    await setPaused(false);
    const endOf = new Map(tasks.map((task) => [task.task_id, task.ends]));
    for (let left = 40 * tasks.length; (await runs()).some((run) => run.finishedAt === null); left--) {
      if (left === 0) throw new Error("Runs are open, and nothing goes on");
      await due();
      await round();
      for (const attempt of await attemptsIn("queued")) await claim(attempt);
      for (const attempt of await attemptsIn("running"))
        await end(attempt, endOf.get(attempt.taskId) ?? "success");
    }
  }
  return { dagId, doOne, workOff, runs };
}

test("after any operations on runs in any order the invariants hold, every run ends, and a rerun ends as the reference says", async () => {
  const limits = fc.record({
    tasks: fc.integer({ min: 1, max: 4 }),
    slots: fc.integer({ min: 2, max: 3 }),
    retries: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(denseDag(6), limits, randomOperations(60), async (tasks, most, operations) => {
      const { dagId, doOne, workOff, runs } = await world(tasks, most);
      await triggerRun(ctx(), { dag_id: dagId });
      for (const operation of operations) {
        await doOne(operation);
        expect(await brokenInvariants(sql())).toEqual([]);
      }
      await workOff();
      for (const run of await runs()) await clearRun(ctx(), { run_id: run.id });
      await workOff();
      expect(await brokenInvariants(sql())).toEqual([]);
      for (const { id } of await runs()) {
        const run = await getRun(ctx(), { run_id: id });
        const states = Object.fromEntries(run.tasks.map((task) => [task.task_id, task.state]));
        expect({ run: run.state, tasks: states }).toEqual(expectedStates(tasks));
      }
    }),
    { numRuns: RUNS },
  );
}, 600_000);

import { expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { finishAttempt, getGrid, getRun, listRuns, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);

async function fail(runId: string, taskId: string, errorDetail: string): Promise<void> {
  const where = { runId, taskId, state: "queued" };
  const { id } = await stores.db.prisma.taskAttempt.findFirstOrThrow({ where });
  await claimAttempt(poolSql(stores.db.pool), { attemptId: id, workerId: "w", leaseMs: 60_000 });
  const why = { ...outcome("failed"), errorCode: "exit_code" as const, errorDetail };
  await finishAttempt(stores.db.pool, { ...why, attemptId: id, workerId: "w" });
}

test("a run says what failed in it first and why, alone, in lists and in the cells of the grid", async () => {
  const tasks = [{ task_id: "a" }, { task_id: "b" }, { task_id: "c", depends_on: ["a"] }];
  const dag_id = await makePipeline(stores, { tasks });
  const { id } = await triggerRun(ctx(), { dag_id });
  expect((await getRun(ctx(), { run_id: id })).error).toBeNull();
  await fail(id, "b", "ValueError: first");
  const first = { task_id: "b", code: "exit_code", detail: "ValueError: first", exit_code: 1 };
  expect((await getRun(ctx(), { run_id: id })).error).toEqual(first);
  await fail(id, "a", "fatal: second");
  expect((await listRuns(ctx(), { dag_id })).data[0]).toMatchObject({ state: "failed", error: first });
  const grid = await getGrid(ctx(), { dag_id });
  expect(grid.task_ids).toEqual(["a", "b", "c"]);
  const ids = grid.cells[0]?.map((cell) => cell?.[0] ?? "") ?? [];
  expect(ids.map((cell) => grid.errors[cell]?.detail)).toEqual([
    "fatal: second",
    "ValueError: first",
    undefined,
  ]);
});

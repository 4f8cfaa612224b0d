import { expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { finishAttempt, getTaskHistory, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
const day = (number: number) => `2001-01-0${number}T00:00:00.000Z`;

async function end(runId: string, taskId: string, ends: "success" | "failed"): Promise<void> {
  const where = { runId, taskId, state: "queued" };
  const { id } = await stores.db.prisma.taskAttempt.findFirstOrThrow({ where });
  await claimAttempt(poolSql(stores.db.pool), { attemptId: id, workerId: "w", leaseMs: 60_000 });
  const failure = ends === "failed" ? { errorCode: "exit_code" as const, errorDetail: "no rows" } : {};
  const usage = { cpu_ms: 20, max_rss_bytes: 5_000_000 };
  await finishAttempt(stores.db.pool, { ...outcome(ends), ...failure, usage, attemptId: id, workerId: "w" });
}

test("a task is followed over the runs of its pipeline by logical date, with its last try", async () => {
  const dag_id = await makePipeline(stores, {
    tasks: [{ task_id: "a" }, { task_id: "b", depends_on: ["a"] }],
  });
  const second = await triggerRun(ctx(), { dag_id, logical_date: day(2) });
  const first = await triggerRun(ctx(), { dag_id, logical_date: day(1) });
  await end(first.id, "a", "failed");
  await end(second.id, "a", "success");
  const of = async (query: object) => getTaskHistory(ctx(), { dag_id, task_id: "a", ...query });
  const { data, older, newer } = await of({});
  expect([older, newer]).toEqual([null, null]);
  expect(data).toMatchObject([
    { run_id: second.id, state: "success", try_number: 1, version: 1, code: null, logical_date: day(2) },
    {
      run_id: first.id,
      state: "failed",
      code: "exit_code",
      detail: "no rows",
      exit_code: 1,
      run_state: "failed",
    },
  ]);
  expect(data[0]?.usage).toMatchObject({ max_rss_bytes: 5_000_000 });
  for (const line of data) {
    expect(line.ran_ms).toBeGreaterThanOrEqual(0);
    expect(line.waited_ms).toBeGreaterThanOrEqual(0);
  }
  const idsOf = async (query: object) => (await of(query)).data.map(({ run_id }) => run_id);
  expect(await idsOf({ state: "failed" })).toEqual([first.id]);
  expect(await idsOf({ state: "failed,success" })).toHaveLength(2);
  expect(await idsOf({ run_type: "scheduled" })).toEqual([]);
  expect(await idsOf({ version: 2 })).toEqual([]);
  const page = await of({ limit: 1 });
  expect(page.newer).toBeNull();
  expect(await idsOf({ limit: 1, cursor: page.older })).toEqual([first.id]);
});

test("a task that no run has yet has no history; one that there is not is not found", async () => {
  const dag_id = await makePipeline(stores, { tasks: [{ task_id: "constructor" }] });
  const none = { data: [], older: null, newer: null };
  expect(await getTaskHistory(ctx(), { dag_id, task_id: "constructor" })).toEqual(none);
  for (const wanted of [
    { dag_id, task_id: "toString" },
    { dag_id: "no-such-pipeline", task_id: "a" },
  ])
    await expect(getTaskHistory(ctx(), wanted)).rejects.toBeInstanceOf(NotFoundError);
});

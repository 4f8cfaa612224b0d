import { expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { cancelRun, clearRun, finishAttempt, getGrid, getRun, triggerRun } from "./index";

const stores = testStores();
type Task = { task_id: string; depends_on: string[]; retries?: number; retry_delay_ms?: number };

async function pipeline(tasks: Task[]): Promise<string> {
  const dagId = newId("evt");
  const versionId = newId("ver");
  await stores.db.prisma.dag.create({ data: { id: dagId, origin: "api" } });
  await stores.db.prisma.dagVersion.create({
    data: { id: versionId, dagId, number: 1, spec: { tasks }, specSha256: "x", layout: {}, origin: "api" },
  });
  await stores.db.prisma.dag.update({ where: { id: dagId }, data: { headVersionId: versionId } });
  return dagId;
}

const ctx = () => testCtx({ ...stores, secret: "s" } as never);
const sql = () => poolSql(stores.db.pool);
const claimBy = (attemptId: string, workerId = "w1") =>
  claimAttempt(sql(), { attemptId, workerId, leaseMs: 10_000 });
const finish = (attemptId: string, outcome: "success" | "failed" | "skipped", workerId = "w1") =>
  finishAttempt(stores.db.pool, {
    attemptId,
    workerId,
    outcome,
    exitCode: outcome === "failed" ? 1 : 0,
    signal: null,
    errorCode: null,
    errorDetail: null,
    result: { from: attemptId },
    usage: null,
    logLines: 0,
    logBytes: 0,
    infra: false,
  });
const states = async (runId: string): Promise<Record<string, string>> => {
  const run = await getRun(ctx(), { run_id: runId });
  return { run: run.state, ...Object.fromEntries(run.tasks.map((task) => [task.task_id, task.state])) };
};
const attemptOf = async (runId: string, taskId: string) =>
  (await getRun(ctx(), { run_id: runId })).tasks.find((task) => task.task_id === taskId)
    ?.current_attempt_id ?? "";
const CHAIN: Task[] = [
  { task_id: "a", depends_on: [] },
  { task_id: "b", depends_on: ["a"] },
];

test("a run goes from trigger to success, each attempt claimed and applied once", async () => {
  const dagId = await pipeline(CHAIN);
  const { id } = await triggerRun(ctx(), { dag_id: dagId });
  const first = await attemptOf(id, "a");
  expect(await states(id)).toEqual({ run: "running", a: "queued", b: "none" });
  expect((await claimBy(first))?.taskId).toBe("a");
  expect(await claimBy(first, "w2")).toBeNull();
  expect((await finish(first, "success", "w2")).applied).toBe(false);
  const done = await finish(first, "success");
  expect(done.applied).toBe(true);
  expect((await finish(first, "failed")).applied).toBe(false);
  const second = done.enqueue[0]?.attemptId ?? "";
  expect((await claimBy(second))?.upstream).toEqual(["a"]);
  await finish(second, "success");
  expect(await states(id)).toEqual({ run: "success", a: "success", b: "success" });
  expect((await getGrid(ctx(), { dag_id: dagId })).cells[0]?.length).toBe(2);
});

test("a failure ends what is below; clearing runs it again", async () => {
  const { id } = await triggerRun(ctx(), { dag_id: await pipeline(CHAIN) });
  const first = await attemptOf(id, "a");
  await claimBy(first);
  await finish(first, "failed");
  expect(await states(id)).toEqual({ run: "failed", a: "failed", b: "upstream_failed" });
  expect((await clearRun(ctx(), { run_id: id, dry_run: true })).tasks).toHaveLength(2);
  await clearRun(ctx(), { run_id: id });
  expect(await states(id)).toEqual({ run: "running", a: "queued", b: "none" });
});

test("a retry waits, a cancel ends the waiting", async () => {
  const { id } = await triggerRun(ctx(), {
    dag_id: await pipeline([{ task_id: "a", depends_on: [], retries: 1 }]),
  });
  const first = await attemptOf(id, "a");
  await claimBy(first);
  await finish(first, "failed");
  expect((await states(id)).a).toBe("up_for_retry");
  await cancelRun(ctx(), { run_id: id });
  expect(await states(id)).toEqual({ run: "cancelled", a: "cancelled" });
});

import { beforeEach, describe, expect, test } from "vitest";
import { closeRunsLeftOpen, closeSome } from "@/lib/experiments/left-open";
import { poolSql } from "@/lib/platform/db";
import { cancelRun, expireAttempt } from "@/lib/runs";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { runningTask } from "../data/testing";
import { testMlflow } from "./testing";

const stores = testStores();
const { send, post, get } = testMlflow(stores);
const close = () => closeRunsLeftOpen(stores.db.pool);
const sql = () => poolSql(stores.db.pool);
type Task = Awaited<ReturnType<typeof runningTask>>;

/** As a client of this task sends it. */
const by = (task: Task) => async (path: string, body: object) => {
  const answer = await send("POST", `/mlflow/api/2.0/mlflow${path}`, {
    headers: { ...task.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
async function begun(task: Task, start_time?: number): Promise<string> {
  const { run } = await by(task)("/runs/create", { ...(start_time && { start_time }) });
  return run.info.run_id;
}
async function shown(runId: string) {
  const { info, data } = (await get("/runs/get", { run_id: runId })).body.run;
  const tag = (key: string) => data.tags.find((one: { key: string }) => one.key === key)?.value;
  return { info, data, status: info.status, closed: tag("gwanje.closed") };
}
async function lose(task: Task): Promise<void> {
  await sql().rows("UPDATE task_attempt SET lease_until = now() - interval '1 minute' WHERE id = $1::uuid", [
    task.attemptId,
  ]);
  expect(await expireAttempt(stores.db.pool, task.attemptId)).toMatchObject({ applied: true });
}

let task: Task;
beforeEach(async () => {
  task = await runningTask(stores);
});

describe("a run that its task left open", () => {
  test.each<[string, () => Promise<unknown>, string, string]>([
    ["succeeded", () => task.end(), "FINISHED", "success"],
    ["skipped itself", () => task.end({ outcome: "skipped", exitCode: 99 }), "FINISHED", "skipped"],
    [
      "failed",
      () => task.end({ outcome: "failed", exitCode: 1, errorCode: "exit_code" }),
      "FAILED",
      "failed: exit_code",
    ],
    ["was lost with its worker", () => lose(task), "FAILED", "lost: lease_lost"],
    [
      "was cancelled",
      async () => {
        await cancelRun(testCtx(stores), { run_id: task.runId });
        await task.end({ outcome: "cancelled", errorCode: "cancelled" });
      },
      "KILLED",
      "cancelled: cancelled",
    ],
  ])("is closed when the attempt %s, and says why", async (_, end, status, closed) => {
    const runId = await begun(task);
    expect(await close(), "while it runs").toBe(0);
    await end();
    expect(await close()).toBe(1);
    const run = await shown(runId);
    expect({ status: run.status, closed: run.closed }).toEqual({ status, closed });
    const attempt = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id: task.attemptId } });
    expect(run.info.end_time).toBe(attempt.finishedAt?.getTime());
    expect(await close(), "again").toBe(0);
    const told = await sql().rows(
      "SELECT 1 FROM event_outbox WHERE topic = 'experiment_run' AND entity_id = $1",
      [runId],
    );
    expect(told, "pages hear of both").toHaveLength(2);
  });

  test("keeps its log, parameters and metrics", async () => {
    const runId = await begun(task);
    const metrics = [1, 2, 3].map((step) => ({ key: "loss", value: 1 / step, timestamp: step, step }));
    await by(task)("/runs/log-batch", { run_id: runId, metrics, params: [{ key: "lr", value: "0.1" }] });
    await lose(task);
    expect(await close()).toBe(1);
    const { status, data } = await shown(runId);
    expect(status).toBe("FAILED");
    expect(data.params).toEqual([{ key: "lr", value: "0.1" }]);
    expect(data.metrics).toEqual([{ key: "loss", value: 1 / 3, timestamp: 3, step: 3 }]);
    const history = await get("/metrics/get-history", { run_id: runId, metric_key: "loss" });
    expect(history.body.metrics).toHaveLength(3);
    const row = await stores.db.prisma.experimentRun.findFirstOrThrow({ where: { dagRunId: task.runId } });
    expect(row.attemptId).toBe(task.attemptId);
  });

  test("is found also when it began while its attempt ended, and when the attempt is gone", async () => {
    const late = await begun(task);
    const gone = await begun(task);
    await task.end({ outcome: "failed" });
    await sql().rows(
      "UPDATE experiment_run SET held_by_attempt_id = gen_random_uuid() WHERE run_id = $1::uuid",
      [gone],
    );
    expect(await close()).toBe(2);
    expect((await shown(late)).status).toBe("FAILED");
    expect(await shown(gone)).toMatchObject({ status: "FAILED", closed: "gone" });
  });

  test("never ends before it began, whatever the clock of its machine said", async () => {
    const ahead = Date.now() + 86_400_000;
    const runId = await begun(task, ahead);
    await task.end({ outcome: "failed" });
    await close();
    expect((await shown(runId)).info.end_time).toBe(ahead);
  });

  test("is one of many: all are closed, a few at a time", async () => {
    for (let n = 0; n < 5; n++) await begun(task);
    await task.end();
    expect(await closeRunsLeftOpen(stores.db.pool, { most: 2 })).toBe(5);
  });
});

describe("a run is left alone", () => {
  test("that its client ended, or that no task began", async () => {
    const ended = await begun(task);
    await by(task)("/runs/update", { run_id: ended, status: "KILLED", end_time: 5 });
    const own = (await post("/runs/create", {})).body.run.info.run_id;
    await task.end({ outcome: "failed" });
    expect(await close()).toBe(0);
    expect(await shown(ended)).toMatchObject({ status: "KILLED", closed: undefined });
    expect((await shown(own)).status).toBe("RUNNING");
  });

  test("that another attempt took up, until that one is over; a person's hand frees it", async () => {
    const runId = await begun(task);
    await lose(task);
    const retry = await runningTask(stores);
    await by(retry)("/runs/update", { run_id: runId, status: "RUNNING" });
    expect(await close()).toBe(0);
    await retry.end({ outcome: "failed" });
    expect(await close()).toBe(1);
    expect((await shown(runId)).closed).toBe("failed");

    await post("/runs/update", { run_id: runId, status: "RUNNING" });
    expect(await close()).toBe(0);
    expect(await shown(runId)).toMatchObject({ status: "RUNNING", closed: undefined });
  });
});

describe("at the same moment", () => {
  const takeUp = (retry: Task, runId: string) =>
    by(retry)("/runs/update", { run_id: runId, status: "RUNNING" });
  const hold = (runId: string) => (held: ReturnType<typeof sql>) =>
    held.rows("SELECT 1 FROM experiment_run WHERE run_id = $1::uuid FOR UPDATE", [runId]);

  test("a run that is being changed is not waited for, and looked at again", async () => {
    const runId = await begun(task);
    await task.end({ outcome: "failed" });
    expect(await whileHeld(stores.db.pool, hold(runId), () => close())).toBe(0);
    expect(await close()).toBe(1);
  });

  test("a retry that takes it up while it is closed has the last word", async () => {
    const runId = await begun(task);
    await task.end({ outcome: "failed" });
    const retry = await runningTask(stores);
    const { taken } = await whileHeld(
      stores.db.pool,
      async (held) => expect(await closeSome(held, 10)).toBe(1),
      async () => {
        const waiting = takeUp(retry, runId);
        await waitForLocked(stores.db.pool);
        return { taken: waiting };
      },
    );
    await taken;
    expect(await shown(runId)).toMatchObject({ status: "RUNNING", closed: undefined });
    expect(await close()).toBe(0);
    await retry.end();
    expect(await close()).toBe(1);
  });
});

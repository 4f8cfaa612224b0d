import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Queue } from "bullmq";
import { afterAll, beforeAll, expect, test } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { newId, uuidV7 } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { testStores, waitFor } from "@/lib/testing";
import { testWorker } from "./testing";

/** A process that can write to Redis can wake workers, but they do only what the database says. */
const stores = testStores();
const { ctx, start, ended } = testWorker(stores);
let queue: Queue;
beforeAll(() => {
  queue = new Queue("default", { connection: { url: stores.env.REDIS_URL }, prefix: "{gwanje}" });
});
afterAll(() => queue?.close());

const bash = (script: string, more: object = {}) => ({
  task_id: "a",
  kind: "bash",
  command: ["bash", "-c", script],
  ...more,
});

/** A run whose task waits in a queue that this worker does not serve. */
async function waitingElsewhere(): Promise<string> {
  const dag_id = newId("evt");
  await savePipeline(ctx(), {
    dag_id,
    parent_id: null,
    spec: { dag_id, tasks: [bash("true", { queue: "gpu" })] },
  });
  const { id } = await triggerRun(ctx(), { dag_id });
  const task = await stores.db.prisma.taskInstance.findFirstOrThrow({ where: { runId: id } });
  return task.currentAttemptId ?? "";
}

const attempts = () =>
  stores.db.prisma.taskAttempt.findMany({
    orderBy: { id: "asc" },
    select: { id: true, state: true, workerId: true, startedAt: true, staleResult: true },
  });

test("messages put into Redis by hand run nothing, and the worker goes on", async () => {
  const done = await ended(await start(newId("evt"), [bash("exit 0")]));
  const finished = done.tasks[0]?.current_attempt_id ?? "";
  const elsewhere = await waitingElsewhere();
  const before = await attempts();
  const trace = join(tmpdir(), newId("evt"));
  const command = ["touch", trace];
  const payloads: unknown[] = [
    { attemptId: uuidV7() },
    { attemptId: finished },
    { attemptId: finished, command, state: "queued", task: bash("true") },
    { attemptId: elsewhere, queue: "default" },
    { attemptId: "not-a-uuid" },
    { attemptId: "'; UPDATE task_attempt SET state = 'queued'; --" },
    { attemptId: 7 },
    { attemptId: [finished] },
    { attemptId: { $ne: null } },
    { attemptId: "x".repeat(1_000_000) },
    { command },
    {},
    [],
    "text",
    null,
  ];
  await queue.addBulk(payloads.map((data) => ({ name: "attempt", data })));
  await queue.add("another-name", { attemptId: finished });
  // A job that is not even one: an id in the waiting list without anything behind it.
  await stores.redis.rpush("{gwanje}:default:wait", "no-such-job");

  const next = await ended(await start(newId("evt"), [bash("echo fine")]));
  expect(next.state).toBe("success");
  await waitFor("every message to be taken", async () => {
    const left = await queue.getJobCounts("wait", "active", "prioritized", "delayed");
    return Object.values(left).every((count) => count === 0);
  });
  expect((await attempts()).filter(({ id }) => before.some((one) => one.id === id))).toEqual(before);
  expect((await attempts()).length).toBe(before.length + 1);
  expect(existsSync(trace)).toBe(false);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/lib/logs";
import { savePipeline } from "@/lib/pipelines";
import { newId } from "@/lib/platform/ids";
import { cancelRun, getRun, triggerRun } from "@/lib/runs";
import { tick } from "@/lib/scheduler";
import { createTaskQueue, type TaskQueue } from "@/lib/tasks";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { startTaskWorker } from "./worker";

const stores = testStores();
const ctx = () => testCtx(stores);
let queue: TaskQueue;
let worker: Awaited<ReturnType<typeof startTaskWorker>>;

beforeAll(async () => {
  queue = createTaskQueue(stores.env.REDIS_URL);
  const info = { id: newId("wrk"), host: "test", pid: process.pid, queues: ["default"], concurrency: 3 };
  worker = await startTaskWorker(stores, {
    redisUrl: stores.env.REDIS_URL,
    dataUrl: "http://127.0.0.1:9",
    worker: info,
  });
});
afterAll(async () => {
  await worker.drain(0);
  expect((await stores.db.prisma.worker.findMany()).map((row) => row.stopReason)).toEqual(["stopped"]);
  await queue.close();
});

async function start(dag_id: string, tasks: object[]): Promise<string> {
  const params = { properties: { who: { type: "string" } } };
  await savePipeline(ctx(), { dag_id, spec: { dag_id, params, tasks }, parent_id: null });
  const { id } = await triggerRun(ctx(), { dag_id, params: { who: "Ada; echo no" } });
  await tick(stores, queue, new Date());
  return id;
}
/** Read again after the end: one answer is several reads, which may straddle the last commit. */
const ended = async (run_id: string) => {
  const over = async () => (await getRun(ctx(), { run_id })).finished_at !== null;
  await waitFor("the end of the run", over, 40_000);
  return getRun(ctx(), { run_id });
};
const attempt = (run: Awaited<ReturnType<typeof ended>>, taskId: string) => {
  const found = run.tasks.find((task) => task.task_id === taskId)?.attempts.at(-1);
  if (!found) throw new Error(`${taskId} has no attempt`);
  return found;
};
const linesOf = async (attempt_id: string) => (await readLog(ctx(), { attempt_id })).lines;

test("bash, then python, then empty run to success with results, templates and logs", async () => {
  const shell = [
    'echo "hello $1 on $2"; echo oops >&2; echo "$SECRET_LEAK|$DATABASE_URL|$COLOR"; stat -c %a .',
    'printf \'{"n": 41}\' > "$GWANJE_RESULT_FILE"',
  ].join("\n");
  const run = await ended(
    await start("chain", [
      {
        task_id: "a",
        kind: "bash",
        env: { COLOR: "blue {{ params.who }}" },
        command: ["bash", "-c", shell, "sh", "{{ params.who }}", "{{ ds }}"],
      },
      {
        task_id: "c",
        kind: "bash",
        command: ["bash", "-c", 'cat "$GWANJE_INPUT_FILE"; exit 0'],
        depends_on: ["a"],
      },
      { task_id: "p", kind: "python", module: "platform", depends_on: ["a"] },
      { task_id: "z", kind: "empty", depends_on: ["p", "c"] },
    ]),
  );
  const states = Object.fromEntries(run.tasks.map((task) => [task.task_id, task.state]));
  expect(states).toEqual({ a: "success", c: "success", p: "success", z: "success" });
  expect(run.tasks.find((task) => task.task_id === "a")?.result).toEqual({ n: 41 });
  const log = await linesOf(attempt(run, "a").id);
  const out = log.filter((line) => line.s === "o").map((line) => line.m);
  expect(out).toEqual(["hello Ada; echo no on 2026-01-05", "||blue Ada; echo no", "700"]);
  expect(log.filter((line) => line.s === "e").map((line) => line.m)).toEqual(["oops"]);
  expect(log.map((line) => line.n)).toEqual([1, 2, 3, 4]);
  const [input] = await linesOf(attempt(run, "c").id);
  expect(JSON.parse(input?.m ?? "")).toMatchObject({ inputs: { a: { n: 41 } }, task: { task_id: "c" } });
  expect((await linesOf(attempt(run, "p").id))[0]?.m).toMatch(/Linux/);
  expect(attempt(run, "a")).toMatchObject({ log_lines: 4, exit_code: 0 });
  expect(run.state).toBe("success");
});

test.each([
  [{ kind: "bash", command: ["bash", "-c", "exit 3"] }, "failed", "exit_code"],
  [{ kind: "bash", command: ["bash", "-c", "exit 99"] }, "skipped", null],
  [{ kind: "bash", command: ["no-such-program-here"] }, "failed", "spawn_failed"],
  [{ kind: "bash", command: ["echo", "{{ params.absent }}"] }, "failed", "template"],
  [{ kind: "bash", command: ["bash", "-c", "kill -9 $$"] }, "failed", "signal"],
  [
    { kind: "bash", command: ["bash", "-c", 'head -c 1048577 /dev/zero > "$GWANJE_RESULT_FILE"'] },
    "failed",
    "result_too_large",
  ],
  [{ kind: "bash", command: ["bash", "-c", 'echo "{" > "$GWANJE_RESULT_FILE"'] }, "failed", "result_invalid"],
  [{ kind: "http", url: "http://127.0.0.1:9/" }, "failed", "unsupported_kind"],
])("%j ends as %s with %s", async (task, state, errorCode) => {
  const run = await ended(await start(newId("evt"), [{ task_id: "a", ...task }]));
  expect(attempt(run, "a")).toMatchObject({ state, error_code: errorCode });
});

test("a task that ignores SIGTERM is killed at its time limit, with what it started", async () => {
  const command = ["bash", "-c", "trap '' TERM; echo up; while true; do sleep 1; done"];
  const run = await ended(
    await start("deaf", [{ task_id: "a", kind: "bash", command, execution_timeout_ms: 300 }]),
  );
  expect(attempt(run, "a")).toMatchObject({ state: "failed", error_code: "timeout", signal: "SIGKILL" });
  expect((await linesOf(attempt(run, "a").id))[0]?.m).toBe("up");
});

test("a cancelled run ends its process through the heartbeat", async () => {
  const id = await start("stop", [{ task_id: "a", kind: "bash", command: ["sleep", "600"] }]);
  await waitFor("the start", async () =>
    (await getRun(ctx(), { run_id: id })).tasks.some((task) => task.state === "running"),
  );
  await cancelRun(ctx(), { run_id: id });
  const attemptRow = await waitFor("the end of the attempt", async () =>
    stores.db.prisma.taskAttempt.findFirst({ where: { runId: id, finishedAt: { not: null } } }),
  );
  expect(attemptRow).toMatchObject({ state: "cancelled", signal: "SIGTERM", errorCode: "cancelled" });
});

import { expect, test } from "vitest";
import { metricsRegistry } from "@/lib/metrics";
import { newId } from "@/lib/platform/ids";
import { cancelRun, getRun } from "@/lib/runs";
import { testStores, waitFor, withClockAhead } from "@/lib/testing";
import { testWorker } from "./testing";

const stores = testStores();
const { ctx, start, ended, linesOf, runTask } = testWorker(stores);

const attempt = (run: Awaited<ReturnType<typeof ended>>, taskId: string) => {
  const found = run.tasks.find((task) => task.task_id === taskId)?.attempts.at(-1);
  if (!found) throw new Error(`${taskId} has no attempt`);
  return found;
};

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
  expect(out).toEqual(["hello Ada; echo no on 2026-01-05", "oops", "||blue Ada; echo no", "700"]);
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
  [{ kind: "bash", command: ["bash", "-c", "exit 98"], retries: 2 }, "failed", "no_retry"],
  [
    { kind: "bash", command: ["bash", "-c", "exit 7"], no_retry_exit_codes: [7], retries: 2 },
    "failed",
    "no_retry",
  ],
  [{ kind: "bash", command: ["no-such-program-here"] }, "failed", "spawn_failed"],
  [{ kind: "bash", command: ["echo", "{{ params.absent }}"] }, "failed", "template"],
  [{ kind: "bash", command: ["bash", "-c", "kill -9 $$"] }, "failed", "signal"],
  [
    { kind: "bash", command: ["bash", "-c", 'head -c 1048577 /dev/zero > "$GWANJE_RESULT_FILE"'] },
    "failed",
    "result_too_large",
  ],
  [{ kind: "bash", command: ["bash", "-c", 'echo "{" > "$GWANJE_RESULT_FILE"'] }, "failed", "result_invalid"],
  [{ kind: "http", url: "http://127.0.0.1:9/" }, "failed", "forbidden_address"],
])("%j ends as %s with %s", async (task, state, errorCode) => {
  const run = await ended(await start(newId("evt"), [{ task_id: "a", ...task }]));
  expect(attempt(run, "a")).toMatchObject({ state, error_code: errorCode });
});

test.each([30_000, -30_000])("a machine whose clock is %i ms off runs each task once", async (ms) => {
  const run = await withClockAhead(ms, async () => {
    const command = ["bash", "-c", "echo one"];
    const tasks = ["a", "b"].map((task_id) => ({ task_id, kind: "bash", command }));
    return ended(await start(newId("evt"), tasks));
  });
  expect(run.state).toBe("success");
  expect(run.tasks.map(({ attempts }) => attempts.map(({ state }) => state))).toEqual([
    ["success"],
    ["success"],
  ]);
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

test("the worker counts what it claims, starts, ends and logs", async () => {
  await runTask({ kind: "bash", command: ["echo", "counted"] });
  const text = await metricsRegistry().metrics();
  expect(text).toMatch(/^gwanje_tasks_claimed_total [1-9]/m);
  expect(text).toMatch(/^gwanje_tasks_finished_total{outcome="success"} [1-9]/m);
  expect(text).toMatch(/^gwanje_task_start_latency_seconds_count [1-9]/m);
  expect(text).toMatch(/^gwanje_task_log_bytes_total [1-9]/m);
  expect(text).toMatch(/^gwanje_tasks_running \d/m);
});

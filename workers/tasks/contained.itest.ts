import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLog } from "@/lib/logs";
import { newId } from "@/lib/platform/ids";
import { testStores, waitFor } from "@/lib/testing";
import { launchersOf, processesWith, testWorker } from "./testing";

const stores = testStores();
const { ctx, state, runTask, start, ended } = testWorker(stores);
const bash = (script: string, more: object = {}) =>
  runTask({ kind: "bash", command: ["bash", "-c", script], ...more });
const python = (script: string) => runTask({ kind: "bash", command: ["python3", "-c", script] });
/** A worker that is not root cannot give tasks their own users; see docs/decisions/0013. */
const asRoot = process.getuid?.() === 0;

test("a gigabyte of output: the log is cut and says so, the worker's memory stays flat, the task goes on", async () => {
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const { attempt } = await bash(
    `yes "$(head -c 1000 /dev/zero | tr '\\0' x)" | head -c 1000000000; echo '{"done": true}' > "$GWANJE_RESULT_FILE"`,
  );
  clearInterval(sampling);
  expect(attempt).toMatchObject({ state: "success" });
  expect(attempt.log_bytes).toBeGreaterThan(64 * 1024 * 1024);
  expect(attempt.log_bytes).toBeLessThan(65 * 1024 * 1024);
  const [last] = (await readLog(ctx(), { attempt_id: attempt.id, from_line: attempt.log_lines })).lines;
  expect(last).toMatchObject({ s: "s", m: expect.stringMatching(/reached its limit/) });
  expect(peak - before).toBeLessThan(400 * 1024 * 1024);
}, 180_000);

test("one line of 50 MB is cut into pieces", async () => {
  const { attempt } = await bash("head -c 50000000 /dev/zero | tr '\\0' x");
  expect(attempt.state).toBe("success");
  // No piece is longer than 64 Ki characters, and none much shorter than the pipe gave it.
  expect(attempt.log_lines).toBeGreaterThanOrEqual(50_000_000 / (128 * 1024));
  expect(attempt.log_bytes).toBeGreaterThan(50_000_000);
}, 120_000);

test("children that left the process group, the session and the environment end with the attempt", async () => {
  const mark = `7${Math.floor(Math.random() * 1e9)}`;
  const { attempt } = await bash(`
    sleep ${mark}1 &
    setsid sleep ${mark}2 &
    (setsid env ${asRoot ? "-i /usr/bin/" : ""}sleep ${mark}3 >/dev/null 2>&1 &) &
    sleep 0.3; exit 0`);
  expect(attempt.state).toBe("success");
  expect(processesWith(mark)).toEqual([]);
});

test.each<[string, string, string]>([
  ["fills its folder", "dd if=/dev/zero of=big bs=1M count=400 2>/dev/null; sleep 60", "disk_full"],
  [
    "fills its folder with many files",
    "i=0; while true; do head -c 2000000 /dev/zero > f$i; i=$((i+1)); done",
    "disk_full",
  ],
])("a task that %s is ended", async (_name, script, code) => {
  const { attempt } = await bash(script);
  expect(attempt).toMatchObject({ state: "failed", error_code: code, signal: "SIGKILL" });
  expect(attempt.error_detail).toMatch(/128 MB/);
});

test("a task that takes memory without end is ended as oom, also in its children", async () => {
  const grow = "keep = []\nwhile True: keep.append(b'x' * 5_000_000)";
  const { attempt } = await python(grow);
  expect(attempt).toMatchObject({ state: "failed", error_code: "oom" });
  expect(attempt.error_detail).toMatch(/300 MB/);
  const { attempt: parent } = await python(
    `import subprocess\nsubprocess.run(["python3", "-c", ${JSON.stringify(grow)}])`,
  );
  expect(parent).toMatchObject({ state: "failed", error_code: "oom" });
});

test("a task that forks without end is ended, with all it forked", async () => {
  const mark = `forks-${newId("evt")}`;
  const { attempt } = await python(`
import os, time
"${mark}"
while True:
    try:
        if os.fork() == 0: time.sleep(600)
    except OSError: time.sleep(0.01)
`);
  expect(attempt).toMatchObject({ state: "failed", error_code: "too_many_processes" });
  expect(processesWith(mark)).toEqual([]);
});

test.each<[string, string, string]>([
  ["100 MB", 'head -c 100000000 /dev/zero > "$GWANJE_RESULT_FILE"', "result_too_large"],
  ["a symbolic link", 'ln -s /etc/passwd "$GWANJE_RESULT_FILE"', "result_invalid"],
  ["a pipe", 'mkfifo "$GWANJE_RESULT_FILE"', "result_invalid"],
  ["a folder", 'mkdir "$GWANJE_RESULT_FILE"', "result_invalid"],
  ["a second name of a file", 'echo 1 > x; ln x "$GWANJE_RESULT_FILE"', asRoot ? "result_invalid" : "null"],
  ["deep nesting", 'python3 -c \'print("[" * 500000)\' > "$GWANJE_RESULT_FILE"', "result_invalid"],
])("a result that is %s", async (_name, script, code) => {
  const { attempt } = await bash(script);
  expect(String(attempt.error_code)).toBe(code);
});

test("unreadable files and folders are removed with the rest", async () => {
  const { attempt, log } = await bash("mkdir -p a/b; echo x > a/b/f; chmod 000 a/b/f a/b a; pwd; exit 0");
  expect(attempt.state).toBe("success");
  expect(log).toMatch(/gwanje-tasks-/);
  await waitFor("the folder's end", () => !existsSync(log));
});

test("a task may close its output and go on", async () => {
  const { attempt, result } = await bash(
    'exec >&- 2>&-; sleep 0.2; echo \'{"n": 1}\' > "$GWANJE_RESULT_FILE"; exit 0',
  );
  expect(attempt.state).toBe("success");
  expect(result).toEqual({ n: 1 });
});

test("a task opens its output again by name, and tee does", async () => {
  const { attempt, log } = await bash(
    'echo one > /dev/stderr; echo two | tee /dev/stdout; python3 -c \'open("/dev/stdout", "w").write("three")\'',
  );
  expect(attempt.state).toBe("success");
  expect(log.split("\n").sort()).toEqual(["one", "three", "two", "two"]);
});

test("both streams of a task come in the order in which they were written", async () => {
  const { log } = await bash("for i in 1 2 3; do echo out$i; echo err$i >&2; done");
  expect(log.split("\n")).toEqual(["out1", "err1", "out2", "err2", "out3", "err3"]);
});

test("when the launcher of tasks dies, its tasks end and count as the machine's failure; the next one starts", async () => {
  const mark = `9${Math.floor(Math.random() * 1e9)}`;
  const runId = await start(newId("evt"), [
    { task_id: "a", kind: "bash", command: ["bash", "-c", `sleep ${mark}`] },
  ]);
  await waitFor("the task", () => processesWith(`sleep ${mark}`).length > 0);
  for (const pid of launchersOf(process.pid)) process.kill(pid, "SIGKILL");
  const where = { runId, finishedAt: { not: null } };
  const lost = await waitFor("its end", () => stores.db.prisma.taskAttempt.findFirst({ where }));
  expect(lost).toMatchObject({ state: "failed", errorCode: "worker_error" });
  // The kernel ends them after the launcher, and the attempt's end may be known before.
  await waitFor("the end of its processes", () => processesWith(mark).length === 0);
  expect(await stores.db.prisma.dagRun.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
    state: "running",
  });
  expect((await bash("exit 0")).attempt.state).toBe("success");
});

test("what a task has used is kept with its attempt", async () => {
  const { attempt } = await python(
    "import time\nkeep = b'x' * 60_000_000\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass",
  );
  const usage = attempt.usage;
  expect(usage).toMatchObject({ cpu_ms: expect.any(Number), max_rss_bytes: expect.any(Number) });
  expect(Object(usage).cpu_ms).toBeGreaterThanOrEqual(400);
  expect(Object(usage).max_rss_bytes).toBeGreaterThan(50_000_000);
});

test.runIf(asRoot)("a task reads neither the worker's environment nor what else is its user's", async () => {
  const { log } = await bash(`
    id -u; cat /proc/${process.pid}/environ; cat /proc/$PPID/environ; ls -A ..
    cat /proc/${process.pid}/maps; kill -0 ${process.pid}; echo others: $(ls .. | grep -vc "$GWANJE_ATTEMPT_ID")
    grep -E 'NoNewPrivs|Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status; exit 0`);
  const lines = log.split("\n");
  expect(Number(lines[0])).toBeGreaterThanOrEqual(61_200);
  expect(
    log.match(/permission denied|not permitted|no such (file|process)/gi)?.length,
  ).toBeGreaterThanOrEqual(4);
  expect(log).toMatch(/^others: 0$/m);
  expect(log).toMatch(/NoNewPrivs:\s+1/);
  expect(log.match(/^Cap\w+:\s+0+$/gm)?.length).toBeGreaterThanOrEqual(4);
});

test("a task's environment is what docs/protocol.md says, and nothing else", async () => {
  const { log } = await bash(
    "env -0 | cut -z -d= -f1 | tr '\\0' '\\n' | sort; umask; stat -c '%a %u' . ; id -u",
    {
      env: { COLOR: "blue" },
    },
  );
  const lines = log.split("\n");
  const [mask, folder, uid] = lines.splice(-3);
  // Of the shell itself, not of us.
  const names = lines.filter((name) => !["_", "PWD", "OLDPWD", "SHLVL"].includes(name));
  expect(names.sort()).toEqual(
    [
      ...[
        "COLOR",
        "HOME",
        "LANG",
        "PATH",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPATH",
        "PYTHONUNBUFFERED",
        "TMPDIR",
        "TZ",
      ],
      ...["GWANJE_ATTEMPT_ID", "GWANJE_BUCKET", "GWANJE_DAG_ID", "GWANJE_DATA_INTERVAL_END"],
      ...["GWANJE_DATA_INTERVAL_START", "GWANJE_INPUT_FILE", "GWANJE_LOGICAL_DATE", "GWANJE_RESULT_FILE"],
      ...[
        "GWANJE_RUN_ID",
        "GWANJE_TASK_ID",
        "GWANJE_TOKEN",
        "GWANJE_TRY_NUMBER",
        "GWANJE_URL",
        "GWANJE_WORKER_ID",
      ],
      ...["MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_URI", "TRACEPARENT"],
    ].sort(),
  );
  expect(Number.parseInt(mask ?? "", 8) & 0o022).toBe(0o022);
  expect(folder).toBe(`700 ${uid}`);
});

test.runIf(asRoot)("a task reads no secret of the installation, and writes nothing into it", async () => {
  const secrets = join(state.home, "secrets.json");
  await writeFile(secrets, "hidden-in-the-installation", { mode: 0o600 });
  const { log } = await bash(`
    cat ${secrets} ${state.home}/spool/*; ls ${state.home}; touch ${state.home}/mine ${state.home}/code/mine ${process.cwd()}/mine
    for pid in $(ls /proc | grep -E '^[0-9]+$'); do
      if [ "$(stat -c %u /proc/$pid 2>/dev/null)" != "$(id -u)" ] && cat /proc/$pid/environ 2>/dev/null | grep -q .; then echo "read $pid"; fi
    done; exit 0`);
  expect(log).not.toContain("hidden-in-the-installation");
  expect(log).not.toMatch(/^read \d/m);
  expect(log.match(/permission denied|no such file/gi)?.length).toBeGreaterThanOrEqual(5);
  for (const folder of [state.home, join(state.home, "code"), process.cwd()])
    expect(existsSync(join(folder, "mine"))).toBe(false);
});

test.runIf(asRoot)("a task does not read another task's folder", async () => {
  const meet = join(state.shared, newId("evt"));
  const script = (body: string) => ({ kind: "bash", command: ["bash", "-c", body] });
  const run = await ended(
    await start(newId("evt"), [
      {
        task_id: "owner",
        ...script(`echo hidden > f; chmod 644 f; pwd > ${meet}.part; mv ${meet}.part ${meet}
          while [ ! -e ${meet}.done ]; do sleep 0.05; done`),
      },
      {
        task_id: "thief",
        ...script(`while [ ! -e ${meet} ]; do sleep 0.05; done
          cat "$(cat ${meet})/f" > "$GWANJE_RESULT_FILE"; code=$?; touch ${meet}.done; exit $code`),
      },
    ]),
  );
  const states = Object.fromEntries(run.tasks.map((task) => [task.task_id, task.state]));
  expect(states).toEqual({ owner: "success", thief: "failed" });
});

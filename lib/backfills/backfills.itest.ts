import { describe, expect, test } from "vitest";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { clearRun, createRuns, finishAttempt, getRun, listRuns, startRuns } from "@/lib/runs";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import {
  cancelBackfill,
  completeBackfills,
  createBackfill,
  getBackfill,
  listBackfills,
  pauseBackfill,
  resumeBackfill,
} from "./index";

const stores = testStores();
const ctx = (permissions?: readonly "runs:read"[]) => testCtx(stores, permissions);
const sql = () => poolSql(stores.db.pool);
const TWO_TASKS = [
  { task_id: "a", depends_on: [] },
  { task_id: "b", depends_on: ["a"] },
];

async function addVersion(dagId: string, number: number, spec: Record<string, unknown>): Promise<string> {
  const id = newId("ver");
  await stores.db.prisma.dagVersion.create({
    data: { id, dagId, number, spec: spec as never, specSha256: id, layout: {}, origin: "api" },
  });
  await stores.db.prisma.dag.update({ where: { id: dagId }, data: { headVersionId: id } });
  return id;
}

async function pipeline(
  dag: { cron?: string | null; zone?: string; maxActiveRuns?: number; isPaused?: boolean } = {},
  spec: Record<string, unknown> = { tasks: TWO_TASKS },
): Promise<string> {
  const id = newId("evt");
  await stores.db.prisma.dag.create({
    data: {
      id,
      origin: "api",
      scheduleCron: dag.cron === undefined ? "0 0 * * *" : dag.cron,
      scheduleTimeZone: dag.zone ?? "UTC",
      maxActiveRuns: dag.maxActiveRuns ?? 16,
      isPaused: dag.isPaused ?? false,
    },
  });
  await addVersion(id, 1, spec);
  return id;
}

const runsOf = (dagId: string) =>
  stores.db.prisma.dagRun.findMany({ where: { dagId }, orderBy: { logicalDate: "asc" } });
const statesOf = async (dagId: string) =>
  (await runsOf(dagId)).map((run) => `${run.logicalDate?.toISOString().slice(5, 10)} ${run.state}`);
/** Completes backfills as the scheduler does; those of other tests may be among them. */
const completed = () => completeBackfills(sql());
const days = (from: string, to: string) => ({ from_date: from, to_date: to });
/** A day of UTC by the clock of this machine, which is the database's too. */
const day = (fromToday: number) => new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);
/** Starts runs as the scheduler does after a backfill was created or resumed. */
const startAll = (dagId: string) => startRuns(stores.db.pool, dagId);
async function startedBackfill(wish: Parameters<typeof createBackfill>[1]) {
  const made = await createBackfill(ctx(), wish);
  await startAll(wish.dag_id);
  return made;
}

/** Runs the queued tasks of a run, as a worker would. */
async function work(runId: string, outcome: "success" | "failed"): Promise<void> {
  for (;;) {
    const run = await getRun(ctx(), { run_id: runId });
    const task = run.tasks.find((candidate) => candidate.state === "queued");
    if (!task?.current_attempt_id) return;
    const attemptId = task.current_attempt_id;
    await claimAttempt(sql(), { attemptId, workerId: "w", leaseMs: 10_000 });
    await finishAttempt(stores.db.pool, {
      attemptId,
      workerId: "w",
      outcome,
      exitCode: 0,
      signal: null,
      errorCode: null,
      errorDetail: null,
      result: null,
      usage: null,
      logLines: 0,
      logBytes: 0,
      infra: false,
    });
  }
}

async function workAll(dagId: string, outcome: "success" | "failed" = "success"): Promise<void> {
  for (;;) {
    await startAll(dagId);
    const active = (await runsOf(dagId)).filter((run) => run.state === "running");
    if (active.length === 0) return;
    for (const run of active) await work(run.id, outcome);
  }
}

test("a range becomes runs with their intervals, under the backfill's own limit, and ends", async () => {
  const dagId = await pipeline();
  const made = await startedBackfill({
    dag_id: dagId,
    ...days("2026-01-01", "2026-01-05"),
    max_active_runs: 2,
  });
  expect(made).toMatchObject({ dry_run: false, create: 4, rerun: 0, keep: 0, future: 0 });
  const id = String(made.id);
  expect(await statesOf(dagId)).toEqual(["01-01 running", "01-02 running", "01-03 queued", "01-04 queued"]);
  const [first] = await runsOf(dagId);
  expect(first).toMatchObject({
    runKey: "backfill__2026-01-01T00:00:00.000Z",
    runType: "backfill",
    backfillId: id,
    dataIntervalStart: new Date("2026-01-01T00:00:00Z"),
    dataIntervalEnd: new Date("2026-01-02T00:00:00Z"),
  });
  expect((await getBackfill(ctx(), { id })).counts).toMatchObject({ running: 2, queued: 2 });
  expect(await completed()).not.toContain(id);
  await workAll(dagId);
  expect(await completed()).toContain(id);
  const done = await getBackfill(ctx(), { id });
  expect(done).toMatchObject({ state: "completed", total_runs: 4, counts: { success: 4 } });
  expect(done.finished_at).not.toBeNull();
  const audit = await stores.db.prisma.auditLog.findMany({ where: { targetId: id } });
  expect(audit.map((row) => row.action)).toEqual(["backfill.create"]);
  const page = await listRuns(ctx(), { backfill_id: id });
  expect(page.data.map((run) => run.logical_date?.slice(5, 10))).toEqual([
    "01-04",
    "01-03",
    "01-02",
    "01-01",
  ]);
});

test("a dry run says the same and makes nothing; backwards is the order they run in", async () => {
  const dagId = await pipeline();
  const wish = { dag_id: dagId, ...days(day(-2), day(2)), run_backwards: true };
  const preview = await createBackfill(ctx(), { ...wish, dry_run: true });
  expect(preview).toMatchObject({ id: null, create: 2, future: 2, max_active_runs: 16, is_paused: false });
  expect(preview.entries.map((entry) => entry.logical_date.slice(0, 10))).toEqual([day(-1), day(-2)]);
  expect(await runsOf(dagId)).toEqual([]);
  await createBackfill(ctx(), { ...wish, max_active_runs: 1 });
  await startAll(dagId);
  expect((await runsOf(dagId)).map((run) => run.state)).toEqual(["queued", "running"]);
});

test("whether an interval has ended is judged by the database's clock, not by this machine's", async () => {
  const dagId = await pipeline({ cron: "0 * * * *" });
  const wish = { dag_id: dagId, ...days(day(-1), day(1)), dry_run: true };
  const right = await createBackfill(ctx(), wish);
  stores.clock.set(new Date(Date.now() + 7 * 86_400_000));
  expect(await createBackfill(ctx(), wish)).toMatchObject({ create: right.create, future: right.future });
  stores.clock.set("2001-01-01T00:00:00Z");
  expect(await createBackfill(ctx(), wish)).toMatchObject({ create: right.create, future: right.future });
});

test.each([
  ["none", [1, 0, 3], "01-01 failed"],
  ["failed", [1, 1, 2], "01-01 running"],
] as const)("reprocess %s over a failed, a running and a queued run", async (reprocess, counts, first) => {
  const dagId = await pipeline({ maxActiveRuns: 1 });
  const range = days("2026-01-01", "2026-01-04");
  await startedBackfill({ dag_id: dagId, ...range });
  await work((await runsOf(dagId))[0]?.id ?? "", "failed");
  await startAll(dagId);
  const wish = { dag_id: dagId, from_date: "2026-01-01", to_date: "2026-01-05", reprocess };
  const made = await startedBackfill(wish);
  expect([made.create, made.rerun, made.keep]).toEqual(counts);
  expect((await statesOf(dagId)).slice(0, 3)).toEqual([first, "01-02 running", "01-03 queued"]);
});

test("completed runs run again on the newest version and keep their history", async () => {
  const dagId = await pipeline({}, { tasks: [...TWO_TASKS, { task_id: "gone", depends_on: [] }] });
  const range = days("2026-01-01", "2026-01-02");
  await createBackfill(ctx(), { dag_id: dagId, ...range });
  await workAll(dagId);
  const params = { type: "object", properties: { size: { type: "integer", default: 1 } } };
  const tasks = [
    { task_id: "new", depends_on: [] },
    { task_id: "a", depends_on: ["new"], retries: 2 },
    { task_id: "b", depends_on: ["a"] },
  ];
  const versionId = await addVersion(dagId, 2, { tasks, params });
  const wish = { dag_id: dagId, ...range, reprocess: "completed" as const };
  await expect(createBackfill(ctx(), { ...wish, params: { size: "x" } })).rejects.toMatchObject({
    extra: { errors: [{ pointer: "/params/size" }] },
  });
  expect(await startedBackfill(wish)).toMatchObject({ create: 0, rerun: 1 });
  const [row] = await runsOf(dagId);
  const run = await getRun(ctx(), { run_id: row?.id ?? "" });
  expect(run).toMatchObject({ version: 2, dag_version_id: versionId, state: "running", params: { size: 1 } });
  const of = (name: string) => run.tasks.find((task) => task.task_id === name);
  expect(run.tasks.map((task) => [task.task_id, task.state]).sort()).toEqual([
    ["a", "none"],
    ["b", "none"],
    ["gone", "removed"],
    ["new", "queued"],
  ]);
  expect(of("gone")?.attempts).toMatchObject([{ state: "success", version: 1 }]);
  expect(run.past).toMatchObject([{ version: 1, state: "success", params: {}, clear_number: 0 }]);
  expect(of("a")).toMatchObject({ state: "none", try_number: 1, max_tries: 4 });
  expect(of("a")?.attempts).toHaveLength(1);
  await workAll(dagId);
  const after = await getRun(ctx(), { run_id: run.id });
  expect(after.state).toBe("success");
  expect(after.tasks.find((task) => task.task_id === "a")?.attempts).toMatchObject([
    { version: 1, clear_number: 0 },
    { version: 2, clear_number: 1 },
  ]);
});

describe("a backfill that runs runs of another one again", () => {
  const range = days("2026-01-01", "2026-01-04");
  const params = { type: "object", properties: { mode: { type: "string", default: "ok" } } };
  async function failedOnes() {
    const dagId = await pipeline({}, { tasks: TWO_TASKS, params });
    const first = await createBackfill(ctx(), { dag_id: dagId, ...range, params: { mode: "fail" } });
    await workAll(dagId, "failed");
    await completed();
    return { dagId, first: String(first.id) };
  }
  const modesOf = async (dagId: string) => (await runsOf(dagId)).map((run) => run.params);

  test("leaves the outcome of that one and its list of runs as they were, and says who ran them again", async () => {
    const { dagId, first } = await failedOnes();
    const second = await createBackfill(ctx(), { dag_id: dagId, ...range, reprocess: "failed" });
    await workAll(dagId);
    await completed();
    const before = await getBackfill(ctx(), { id: first });
    expect(before).toMatchObject({ state: "completed", total_runs: 3, counts: { failed: 3, success: 0 } });
    expect(before.rerun_by).toEqual([{ backfill_id: second.id, runs: 3 }]);
    expect(await getBackfill(ctx(), { id: String(second.id) })).toMatchObject({
      counts: { success: 3 },
      rerun_by: [],
    });
    for (const backfill_id of [first, String(second.id)])
      expect((await listRuns(ctx(), { backfill_id })).data).toHaveLength(3);
  });

  test("counts for the first what it was while that still runs", async () => {
    const dagId = await pipeline({ maxActiveRuns: 2 });
    const first = await startedBackfill({ dag_id: dagId, ...range });
    await work((await runsOf(dagId))[0]?.id ?? "", "failed");
    await startedBackfill({ dag_id: dagId, ...days("2026-01-01", "2026-01-02"), reprocess: "failed" });
    const { state, counts } = await getBackfill(ctx(), { id: String(first.id) });
    expect({ state, ...counts }).toMatchObject({ state: "running", failed: 1, running: 2, queued: 0 });
  });

  test("keeps each run's own parameters unless others are given", async () => {
    const { dagId } = await failedOnes();
    await createBackfill(ctx(), { dag_id: dagId, ...range, reprocess: "failed" });
    expect(await modesOf(dagId)).toEqual([{ mode: "fail" }, { mode: "fail" }, { mode: "fail" }]);
    await workAll(dagId);
    await createBackfill(ctx(), { dag_id: dagId, ...range, reprocess: "completed", params: {} });
    expect(await modesOf(dagId)).toEqual([{ mode: "ok" }, { mode: "ok" }, { mode: "ok" }]);
  });

  test("is refused when the newest version does not take what a run would keep", async () => {
    const { dagId } = await failedOnes();
    const strict = {
      properties: {
        mode: { type: "string", enum: ["ok"], default: "ok" },
        more: { type: "integer", default: 7 },
      },
    };
    await addVersion(dagId, 2, { tasks: TWO_TASKS, params: strict });
    const wish = { dag_id: dagId, ...range, reprocess: "failed" as const };
    await expect(createBackfill(ctx(), wish)).rejects.toMatchObject({
      extra: { errors: [{ pointer: "/params", code: "kept_params" }] },
    });
    await createBackfill(ctx(), { ...wish, params: {} });
    expect((await modesOf(dagId))[0]).toEqual({ mode: "ok", more: 7 });
  });

  test("a person who runs a run again leaves the outcome alone too", async () => {
    const { dagId, first } = await failedOnes();
    await clearRun(ctx(), { run_id: (await runsOf(dagId))[0]?.id ?? "" });
    await workAll(dagId);
    await completed();
    expect(await getBackfill(ctx(), { id: first })).toMatchObject({
      counts: { failed: 3, success: 0 },
      rerun_by: [],
    });
  });
});

test("two backfills of one range at once make each interval once", async () => {
  const dagId = await pipeline();
  const wish = { dag_id: dagId, ...days("2026-01-01", "2026-01-21") };
  const both = await Promise.allSettled([
    createBackfill(ctx(), wish),
    createBackfill(ctx(), { ...wish, ...days("2026-01-11", "2026-01-31") }),
  ]);
  expect(both.map((outcome) => outcome.status)).toEqual(["fulfilled", "fulfilled"]);
  expect(await runsOf(dagId)).toHaveLength(30);
  const totals = (await listBackfills(ctx(), { dag_id: dagId })).data.map((row) => row.total_runs);
  expect(totals.reduce((sum, total) => sum + total, 0)).toBe(30);
});

test("a schedule and a backfill at once make each interval once", async () => {
  const dagId = await pipeline();
  const start = new Date("2026-01-02T00:00:00Z");
  const version = await stores.db.prisma.dagVersion.findFirstOrThrow({ where: { dagId } });
  const scheduled = poolTransaction(stores.db.pool, (tx) =>
    createRuns(tx, { dagId, versionId: version.id, spec: { tasks: TWO_TASKS } }, [
      {
        runKey: `scheduled__${start.toISOString()}`,
        runType: "scheduled",
        logicalDate: start,
        interval: { start, end: new Date("2026-01-03T00:00:00Z") },
        params: {},
        triggeredBy: null,
        note: null,
        backfillId: null,
      },
    ]),
  );
  await Promise.all([
    scheduled,
    createBackfill(ctx(), { dag_id: dagId, ...days("2026-01-01", "2026-01-04") }),
  ]);
  expect((await runsOf(dagId)).map((run) => run.logicalDate?.getUTCDate())).toEqual([1, 2, 3]);
});

describe("pause, resume, cancel", () => {
  async function half() {
    const dagId = await pipeline();
    const made = await startedBackfill({
      dag_id: dagId,
      ...days("2026-01-01", "2026-01-05"),
      max_active_runs: 1,
    });
    const [first] = await runsOf(dagId);
    await work(first?.id ?? "", "success");
    return { dagId, id: String(made.id), first: first?.id ?? "" };
  }

  test("a paused backfill starts nothing more until it is resumed", async () => {
    const { dagId, id } = await half();
    await pauseBackfill(ctx(), { id });
    await pauseBackfill(ctx(), { id });
    await workAll(dagId);
    expect(await completed()).not.toContain(id);
    expect(await statesOf(dagId)).toEqual(["01-01 success", "01-02 queued", "01-03 queued", "01-04 queued"]);
    await resumeBackfill(ctx(), { id });
    await startAll(dagId);
    expect((await statesOf(dagId))[1]).toBe("01-02 running");
    const actions = await stores.db.prisma.auditLog.findMany({
      where: { targetId: id },
      orderBy: { id: "asc" },
    });
    expect(actions.map((row) => row.action).sort()).toEqual([
      "backfill.create",
      "backfill.pause",
      "backfill.resume",
    ]);
  });

  test("a cancel mid-way keeps what has ended and ends the rest, for good", async () => {
    const { dagId, id, first } = await half();
    await startAll(dagId);
    await cancelBackfill(ctx(), { id });
    await cancelBackfill(ctx(), { id });
    const ended = ["01-01 success", "01-02 cancelled", "01-03 cancelled", "01-04 cancelled"];
    expect(await statesOf(dagId)).toEqual(ended);
    await workAll(dagId);
    expect(await statesOf(dagId)).toEqual(ended);
    await expect(resumeBackfill(ctx(), { id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await getBackfill(ctx(), { id })).toMatchObject({ state: "cancelled", counts: { cancelled: 3 } });
    const by = await stores.db.prisma.dagRun.count({ where: { dagId, endedBy: ctx().actor.name } });
    expect(by).toBe(3);
    // A person may still run one of its runs again.
    await clearRun(ctx(), { run_id: first });
    expect((await statesOf(dagId))[0]).toBe("01-01 running");
  });
});

test("days are the zone's own: one has 23 hours, one 25", async () => {
  const dagId = await pipeline({ zone: "America/New_York" });
  const lengths = async (from: string, to: string) =>
    (await createBackfill(ctx(), { dag_id: dagId, ...days(from, to), dry_run: true })).entries.map(
      (entry) => (Date.parse(entry.data_interval_end) - Date.parse(entry.logical_date)) / 3_600_000,
    );
  expect(await lengths("2025-03-08", "2025-03-11")).toEqual([24, 23, 24]);
  expect(await lengths("2025-11-01", "2025-11-04")).toEqual([24, 25, 24]);
});

describe("refused, with nothing made", () => {
  test.each([
    ["no schedule", { cron: null }, days("2026-01-01", "2026-01-02"), "/dag_id"],
    ["an empty range", {}, days("2026-01-02", "2026-01-02"), "/to_date"],
    ["a future range", {}, days(day(1), day(5)), "/to_date"],
    ["not a date", {}, days("yesterday", "2026-01-05"), "/from_date"],
    ["no such day", {}, days("2026-02-30", "2026-03-05"), "/from_date"],
  ])("%s", async (_name, dag, range, pointer) => {
    const dagId = await pipeline(dag);
    await expect(createBackfill(ctx(), { dag_id: dagId, ...range })).rejects.toMatchObject({
      code: "INVALID",
      extra: { errors: [{ pointer }] },
    });
    expect(await runsOf(dagId)).toEqual([]);
  });

  test("every interval has a run already", async () => {
    const dagId = await pipeline();
    await createBackfill(ctx(), { dag_id: dagId, ...days("2026-01-01", "2026-01-03") });
    await expect(
      createBackfill(ctx(), { dag_id: dagId, ...days("2026-01-01", "2026-01-03") }),
    ).rejects.toMatchObject({ extra: { errors: [{ pointer: "/reprocess", code: "all_have_runs" }] } });
  });

  test("more runs than one backfill may have", async () => {
    const dagId = await pipeline({ cron: "* * * * *" });
    await expect(
      createBackfill(ctx(), { dag_id: dagId, ...days("2001-01-01", "2026-01-01"), dry_run: true }),
    ).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  test("a reader", async () => {
    const dagId = await pipeline();
    await expect(
      createBackfill(ctx(["runs:read"]), {
        dag_id: dagId,
        ...days("2026-01-01", "2026-01-03"),
        dry_run: true,
      }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("an unknown pipeline", async () => {
    await expect(
      createBackfill(ctx(), { dag_id: "nowhere", ...days("2026-01-01", "2026-01-03") }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("a pause waits for who is starting runs: after it nothing more starts", async () => {
  const dagId = await pipeline();
  const made = await createBackfill(ctx(), { dag_id: dagId, ...days("2026-01-01", "2026-01-04") });
  const id = String(made.id);
  const [first] = await runsOf(dagId);
  const { pausing } = await whileHeld(
    stores.db.pool,
    (starter) => starter.rows("SELECT 1 FROM dag WHERE dag_id = $1 FOR NO KEY UPDATE", [dagId]),
    async (starter) => {
      const pausing = pauseBackfill(ctx(), { id });
      await waitForLocked(stores.db.pool);
      await starter.rows("UPDATE dag_run SET state = 'running' WHERE id = $1", [first?.id]);
      expect(await getBackfill(ctx(), { id })).toMatchObject({ state: "running" });
      return { pausing };
    },
  );
  await pausing;
  expect((await startAll(dagId)).runs).toEqual([]);
  expect(await statesOf(dagId)).toEqual(["01-01 running", "01-02 queued", "01-03 queued"]);
});

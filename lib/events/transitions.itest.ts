import { Readable } from "node:stream";
import { expect, test } from "vitest";
import * as z from "zod";
import { deleteArtifact, storeArtifact } from "@/lib/artifacts";
import {
  cancelBackfill,
  completeBackfills,
  createBackfill,
  pauseBackfill,
  resumeBackfill,
} from "@/lib/backfills";
import { createPacker } from "@/lib/logs";
import { claim, end, release, writeProgress } from "@/lib/long-jobs/repository/leases";
import { insertRow } from "@/lib/long-jobs/repository/rows";
import { workOff } from "@/lib/long-jobs/testing";
import {
  clearImportErrors,
  reportImportError,
  retirePipeline,
  savePipeline,
  setPipelinePaused,
  writeScheduleError,
} from "@/lib/pipelines";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import {
  changeRetention,
  deletePipeline,
  deleteRun,
  getRetention,
  pipelineDeletion,
  retentionRound,
  setRunPinned,
} from "@/lib/retention";
import {
  cancelRun,
  clearRun,
  endRun,
  expireAttempt,
  finishAttempt,
  queueReadyOf,
  setRunNote,
  startRuns,
  triggerRun,
} from "@/lib/runs";
import { makePipeline, outcome } from "@/lib/runs/testing";
import { createVariable, deleteVariable } from "@/lib/settings";
import { buryWorkers, claimAttempt, registerWorker, stopWorker } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { hotWrite, write } from "@/lib/verbs";
import type { DomainEvent } from "./event";
import { eventsOf, here } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
const sql = () => poolSql(stores.db.pool);
const db = () => stores.db;

/** What is told while `act` runs: each once, tasks by their names, the rest by their ids. */
async function toldBy(act: () => Promise<unknown>): Promise<string[]> {
  const since = await here(stores);
  await act();
  return [...new Set((await eventsOf(stores, since)).map(nameOf))].sort();
}
const nameOf = ({ topic, id, task_id }: DomainEvent) => `${topic} ${topic === "task" ? task_id : id}`;

type Spec = Record<string, unknown>;
const A = { task_id: "a", kind: "bash" };
async function run(...tasks: Spec[]) {
  const dagId = await makePipeline(stores, { tasks: tasks.length > 0 ? tasks : [A] });
  const { id } = await triggerRun(ctx(), { dag_id: dagId });
  return { dagId, id };
}
async function attemptOf(runId: string, taskId = "a"): Promise<string> {
  const [row] = await sql().rows<{ id: string }>(
    "SELECT current_attempt_id::text AS id FROM task_instance WHERE run_id = $1 AND task_id = $2",
    [runId, taskId],
  );
  return row?.id ?? "";
}
async function running(...tasks: Spec[]) {
  const made = await run(...tasks);
  const attemptId = await attemptOf(made.id);
  await claimAttempt(sql(), { attemptId, workerId: "w", leaseMs: 60_000 });
  return { ...made, attemptId };
}
const finish = (attemptId: string, ends: "success" | "failed" | "skipped") =>
  finishAttempt(db().pool, { ...outcome(ends), attemptId, workerId: "w" });
async function ended(...tasks: Spec[]) {
  const made = await running(...tasks);
  await finish(made.attemptId, "success");
  return made;
}
const on = (upstream: string, task_id: string, kind = "bash") => ({ task_id, kind, depends_on: [upstream] });
async function artifact() {
  const made = await running();
  const place = { attemptId: made.attemptId, runId: made.id, dagId: made.dagId, taskId: "a" };
  const body = Readable.from([Buffer.from("x")]);
  const upload = { path: "x.txt", contentType: "text/plain", body };
  return {
    store: () =>
      storeArtifact(stores, place, { ...upload, measured: () => ({ sizeBytes: 1, sha256: "0".repeat(64) }) }),
  };
}
async function backfill() {
  const dagId = await makePipeline(stores, { tasks: [A], schedule: { cron: "0 0 * * *" } });
  await db().prisma.dag.update({ where: { id: dagId }, data: { scheduleCron: "0 0 * * *" } });
  const make = () => createBackfill(ctx(), { dag_id: dagId, from_date: "2026-01-01", to_date: "2026-01-03" });
  const runs = async () =>
    (await db().prisma.dagRun.findMany({ where: { dagId } })).map(({ id }) => `run ${id}`);
  return { dagId, make, runs };
}
const spec = (dag_id: string) => ({ dag_id, tasks: [{ ...A, command: ["true"] }] });
const worker = () => ({ id: newId("wrk"), host: "h", pid: 1, queues: ["q"], concurrency: 1 });

/** Each case prepares, and gives the act and what it tells; without what other acts on the way have told. */
type Case = () => Promise<{
  act: () => Promise<unknown>;
  tells: string[] | (() => string[] | Promise<string[]>);
}>;
const cases: Record<string, Case> = {
  "a trigger that starts": async () => {
    const dag_id = await makePipeline(stores, { tasks: [A, on("a", "b")] });
    let id = "";
    return {
      act: async () => {
        ({ id } = await triggerRun(ctx(), { dag_id }));
      },
      tells: () => [`run ${id}`, "task a"],
    };
  },
  "a trigger that has to wait, and its start": async () => {
    const dag_id = await makePipeline(stores, { tasks: [A] }, { isPaused: true });
    const { id } = await triggerRun(ctx(), { dag_id });
    await db().prisma.dag.update({ where: { id: dag_id }, data: { isPaused: false } });
    return { act: () => startRuns(db().pool, dag_id), tells: [`run ${id}`, "task a"] };
  },
  "a claim": async () => {
    const { id } = await run();
    const attemptId = await attemptOf(id);
    const by = { workerId: "w", leaseMs: 60_000 };
    return { act: () => claimAttempt(sql(), { attemptId, ...by }), tells: ["task a"] };
  },
  "an end in the middle": async () => {
    const { attemptId } = await running(A, on("a", "b"));
    return { act: () => finish(attemptId, "success"), tells: ["task a", "task b"] };
  },
  "the last end": async () => {
    const { id, attemptId } = await running();
    return { act: () => finish(attemptId, "success"), tells: [`run ${id}`, "task a"] };
  },
  "an end that is not taken": async () => {
    const { attemptId } = await ended();
    return { act: () => finish(attemptId, "failed"), tells: [] };
  },
  "a skip that takes the branch along": async () => {
    const { id, attemptId } = await running(A, on("a", "b"), on("b", "c"));
    return { act: () => finish(attemptId, "skipped"), tells: [`run ${id}`, "task a", "task b", "task c"] };
  },
  "a task that needs no worker": async () => {
    const { attemptId } = await running(A, on("a", "nothing", "empty"), on("nothing", "b"));
    return { act: () => finish(attemptId, "success"), tells: ["task a", "task b", "task nothing"] };
  },
  "a failure that is tried again, and the next try": async () => {
    const { id, attemptId } = await running({ ...A, retries: 1, retry_delay_ms: 0 });
    return {
      act: async () => {
        expect(await toldBy(() => finish(attemptId, "failed"))).toEqual(["task a"]);
        await poolTransaction(db().pool, (tx) => queueReadyOf(tx, id));
      },
      tells: ["task a"],
    };
  },
  "a lost lease": async () => {
    const { attemptId } = await running();
    await sql().rows("UPDATE task_attempt SET lease_until = now() - interval '1 s' WHERE id = $1::uuid", [
      attemptId,
    ]);
    return { act: () => expireAttempt(db().pool, attemptId), tells: ["task a"] };
  },
  "a clear of an ended run": async () => {
    const { id } = await ended();
    return { act: () => clearRun(ctx(), { run_id: id, dry_run: false }), tells: [`run ${id}`, "task a"] };
  },
  "a clear of a running task": async () => {
    const { id } = await running();
    return { act: () => clearRun(ctx(), { run_id: id, dry_run: false }), tells: [`run ${id}`] };
  },
  "a dry clear": async () => {
    const { id } = await ended();
    return { act: () => clearRun(ctx(), { run_id: id, dry_run: true }), tells: [] };
  },
  "a cancel": async () => {
    const { id } = await run();
    return { act: () => cancelRun(ctx(), { run_id: id }), tells: [`run ${id}`] };
  },
  "a run whose time is over": async () => {
    const { id } = await running();
    return {
      act: () => poolTransaction(db().pool, (tx) => endRun(tx, id, "timed_out", null)),
      tells: [`run ${id}`],
    };
  },
  "a note and a pin": async () => {
    const { id } = await run();
    return {
      act: async () => {
        expect(await toldBy(() => setRunNote(ctx(), { run_id: id, note: "n" }))).toEqual([`run ${id}`]);
        await setRunPinned(ctx(), { run_id: id, pinned: true });
      },
      tells: [`run ${id}`],
    };
  },
  "a run that is deleted": async () => {
    const { id } = await ended();
    return { act: () => deleteRun(ctx(), { run_id: id }), tells: [`run ${id}`] };
  },
  "a round of retention": async () => {
    const { dagId, id } = await ended();
    await sql().rows("UPDATE dag_run SET finished_at = now() - interval '10 years' WHERE id = $1", [id]);
    await triggerRun(ctx(), { dag_id: dagId }).then(({ id: next }) => cancelRun(ctx(), { run_id: next }));
    return { act: () => retentionRound(ctx()), tells: [`run ${id}`] };
  },
  "a pipeline that is saved, and the same again": async () => {
    const dag_id = newId("evt").toLowerCase();
    const save = () => savePipeline(ctx(), { dag_id, spec: spec(dag_id), parent_id: null });
    return {
      act: async () => {
        const { id } = await save();
        const again = () => savePipeline(ctx(), { dag_id, spec: spec(dag_id), parent_id: id });
        expect(await toldBy(again)).toEqual([]);
      },
      tells: [`pipeline ${dag_id}`],
    };
  },
  "a pause": async () => {
    const { dagId } = await run();
    const set = () => setPipelinePaused(ctx(), { dag_id: dagId, is_paused: true });
    return { act: set, tells: [`pipeline ${dagId}`] };
  },
  "a file that is gone": async () => {
    const { dagId } = await run();
    await db().prisma.dag.update({ where: { id: dagId }, data: { origin: "file", filePath: "x.yaml" } });
    return {
      act: () => retirePipeline(ctx(), { dag_id: dagId, file_path: "x.yaml" }),
      tells: [`pipeline ${dagId}`],
    };
  },
  "a schedule that cannot be followed": async () => {
    const { dagId } = await run();
    const { headVersionId } = await db().prisma.dag.findUniqueOrThrow({ where: { id: dagId } });
    const of = { dagId, headVersionId: headVersionId ?? "" };
    return { act: () => writeScheduleError(sql(), of, "no"), tells: [`pipeline ${dagId}`] };
  },
  "a pipeline that is deleted": async () => {
    const { dagId, id } = await ended();
    let job = "";
    return {
      act: async () => {
        job = (await deletePipeline(ctx(), { dag_id: dagId })).id;
        await workOff(stores, [pipelineDeletion]);
      },
      tells: () => [`pipeline ${dagId}`, `run ${id}`, `long_job ${job}`],
    };
  },
  "a file that does not load, the same again, and its end": async () => {
    const filePath = `${newId("evt")}.yaml`;
    const place = { dagId: null, line: 1, column: 1, field: null };
    const why = { message: "no", reason: { code: "yaml" as const }, more: 0, fileSha: "x" };
    const report = () => reportImportError(stores, { filePath, ...place, ...why });
    return {
      act: async () => {
        expect(await toldBy(report)).toEqual([`import_error ${filePath}`]);
        expect(await toldBy(report)).toEqual([]);
        await clearImportErrors(stores, [filePath]);
      },
      tells: [`import_error ${filePath}`],
    };
  },
  "a backfill": async () => {
    const { make, runs } = await backfill();
    let id: string | null = "";
    return {
      act: async () => {
        ({ id } = await make());
      },
      tells: async () => [`backfill ${id}`, ...(await runs())],
    };
  },
  "a backfill that is paused, resumed and cancelled": async () => {
    const { make, runs } = await backfill();
    const id = (await make()).id ?? "";
    return {
      act: async () => {
        for (const change of [pauseBackfill, resumeBackfill])
          expect(await toldBy(() => change(ctx(), { id }))).toEqual([`backfill ${id}`]);
        await cancelBackfill(ctx(), { id });
      },
      tells: async () => [`backfill ${id}`, ...(await runs())],
    };
  },
  "a backfill that is over": async () => {
    const { make, dagId } = await backfill();
    const { id } = await make();
    await completeBackfills(sql());
    await sql().rows("UPDATE dag_run SET state = 'success', unfinished = 0 WHERE dag_id = $1", [dagId]);
    return { act: () => completeBackfills(sql()), tells: [`backfill ${id}`] };
  },
  "an artifact that is stored": async () => {
    const { store } = await artifact();
    let id = "";
    return {
      act: async () => {
        ({ id } = await store());
      },
      tells: () => [`artifact ${id}`],
    };
  },
  "an artifact that is deleted": async () => {
    const { id } = await (await artifact()).store();
    return { act: () => deleteArtifact(ctx(), { artifact_id: id }), tells: [`artifact ${id}`] };
  },
  "a piece of a log": async () => {
    const { id, attemptId } = await running();
    const { store } = createPacker({ ...stores, sql: sql() });
    const chunk = { seq: 0, firstLine: 1, lines: 1, sizeBytes: 2, text: "x\n" };
    return { act: () => store({ ...chunk, runId: id, attemptId }, false), tells: [`log ${attemptId}`] };
  },
  "a setting that is made and deleted": async () => {
    const key = `K${newId("evt").slice(-6)}`;
    let version = 0;
    return {
      act: async () => {
        const make = async () => {
          ({ version } = await createVariable(ctx(), { key, value: "1" }));
        };
        expect(await toldBy(make)).toEqual([`setting ${key}`]);
        await deleteVariable(ctx(), { key, version });
      },
      tells: [`setting ${key}`],
    };
  },
  "the policy of retention": async () => {
    const { version } = await getRetention(ctx(), {});
    const policy = { run_days: 900, runs_per_pipeline: null, version_days: 36_500, worker_days: 36_500 };
    return { act: () => changeRetention(ctx(), { ...policy, version }), tells: ["setting retention"] };
  },
  "a worker that begins, stops and is buried": async () => {
    const [one, silent] = [worker(), worker()];
    await registerWorker(sql(), silent);
    await sql().rows("UPDATE worker SET last_heartbeat_at = now() - interval '1 hour' WHERE id = $1", [
      silent.id,
    ]);
    return {
      act: async () => {
        expect(await toldBy(() => registerWorker(sql(), one))).toEqual([`worker ${one.id}`]);
        expect(await toldBy(() => stopWorker(sql(), { workerId: one.id, reason: "stopped" }))).toEqual([
          `worker ${one.id}`,
        ]);
        await buryWorkers(sql(), 60_000);
      },
      tells: [`worker ${one.id}`, `worker ${silent.id}`],
    };
  },
};

test.each(Object.entries(cases))("%s is told in its own transaction", async (_name, prepare) => {
  const { act, tells } = await prepare();
  const told = await toldBy(act);
  const expected = Array.isArray(tells) ? tells : await tells();
  expect(told).toEqual([...expected].sort());
});

test("each step of a long job is told by its own statement, and one that finds no row tells nothing", async () => {
  const id = newId("job");
  const row = { kind: "told", input: "{}", subject: "x", exclusiveKey: null, permissions: [], actor: "{}" };
  const claimed = { id, attempts: 1 };
  const claiming = { kinds: ["told"], owner: "w", leaseMs: 60_000, limit: 1 };
  const report = { progress: { done: 1, total: null, unit: null, message: null }, checkpoint: null };
  const again = { waitMs: 0, failed: null };
  await insertRow(sql(), { id, ...row });
  for (const act of [
    () => claim(sql(), claiming),
    () => writeProgress(sql(), claimed, report),
    () => release(sql(), claimed, again),
    () => claim(sql(), claiming),
    () => end(sql(), { id, attempts: 2 }, { state: "succeeded", result: "null" }),
  ])
    expect(await toldBy(act)).toEqual([`long_job ${id}`]);
  for (const late of [
    () => writeProgress(sql(), claimed, report),
    () => release(sql(), claimed, again),
    () => end(sql(), claimed, { state: "cancelled" }),
  ])
    expect(await toldBy(late)).toEqual([]);
});

const KINDS = { write, hotWrite };
test.each(Object.entries(KINDS))(
  "a %s that fails, or is refused, tells nothing; one that is done tells it once",
  async (_name, verb) => {
    const act = verb("runs:write", z.object({ fails: z.boolean() }), async ({ input, audit, event }) => {
      for (let time = 0; time < 3; time++) event({ topic: "setting", id: "tried" });
      if (input.fails) throw new Error("rolled back");
      return audit("test.event", { target: { type: "test", id: "x" } }, undefined);
    });
    const since = await here(stores);
    await expect(act(ctx(), { fails: true })).rejects.toThrow("rolled back");
    await expect(act(testCtx(stores, ["runs:read"]), { fails: false })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await eventsOf(stores, since)).toEqual([]);
    await act(ctx(), { fails: false });
    expect(await eventsOf(stores, since)).toEqual([{ topic: "setting", id: "tried" }]);
  },
);

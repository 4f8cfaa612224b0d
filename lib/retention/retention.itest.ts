import { beforeEach, describe, expect, it } from "vitest";
import { getLongJob } from "@/lib/long-jobs";
import { workOff } from "@/lib/long-jobs/testing";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { newId, uuidV7 } from "@/lib/platform/ids";
import { removeDue } from "@/lib/platform/storage/removal";
import { triggerRun } from "@/lib/runs";
import { makePipeline } from "@/lib/runs/testing";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeRetention,
  deletePipeline,
  deleteRun,
  getRetention,
  pipelineDeletion,
  previewPipelineDeletion,
  previewRetention,
  previewRunDeletion,
  retentionRound,
  setRunPinned,
} from ".";

const stores = testStores();
const ctx = () => testCtx(stores);
const prisma = () => stores.db.prisma;
/** Asked for, and done by the queue. */
async function deleted(by: Ctx, dag_id: string) {
  const { id } = await deletePipeline(by, { dag_id });
  await workOff(stores, [pipelineDeletion]);
  return getLongJob(ctx(), { id });
}
const SPEC = { dag_id: "x", tasks: [{ task_id: "a", kind: "bash", command: ["true"] }] };

/** A run that ended so many days ago, with an attempt, a log and an artifact, as a worker leaves them. */
async function endedRun(dagId: string, daysAgo: number): Promise<string> {
  const { id } = await triggerRun(ctx(), { dag_id: dagId });
  const task = await prisma().taskInstance.findFirstOrThrow({ where: { runId: id } });
  const finishedAt = new Date(Date.now() - daysAgo * 86_400_000);
  await prisma().taskAttempt.updateMany({
    where: { runId: id },
    data: { state: "success", logBytes: 10n, finishedAt },
  });
  await prisma().taskInstance.updateMany({ where: { runId: id }, data: { state: "success", finishedAt } });
  await prisma().dagRun.update({
    where: { id },
    data: { state: "success", unfinished: 0, finishedAt },
  });
  const attemptId = task.currentAttemptId ?? uuidV7();
  const key = `artifacts/${id}/${attemptId}/x/a.txt`;
  await prisma().artifact.create({
    data: {
      id: newId("art"),
      runId: id,
      dagId,
      taskId: "a",
      attemptId,
      path: "a.txt",
      key,
      contentType: "text/plain",
      sizeBytes: 5n,
      sha256: "x",
    },
  });
  await prisma().taskLogChunk.create({ data: { attemptId, seq: 0, firstLine: 1, lines: 1, sizeBytes: 1 } });
  await stores.storage.putBytes(key, "x");
  await stores.storage.putBytes(`logs/${id}/${attemptId}/000000`, "x");
  return id;
}

const POLICY = { run_days: null, runs_per_pipeline: null, version_days: 36_500, worker_days: 36_500 };
async function setPolicy(
  change: Partial<Omit<typeof POLICY, "run_days" | "runs_per_pipeline">> & {
    run_days?: number | null;
    runs_per_pipeline?: number | null;
  },
) {
  const { version } = await getRetention(ctx(), {});
  await changeRetention(ctx(), { ...POLICY, ...change, version });
}

const idsOf = async (dagId: string) =>
  (await prisma().dagRun.findMany({ where: { dagId }, orderBy: { id: "asc" } })).map((run) => run.id);

/** Rows and objects that still know these runs. */
async function traces(runIds: readonly string[]): Promise<unknown> {
  const runId = { in: [...runIds] };
  const { objects } = await stores.storage.list("");
  const orphans = await poolSql(stores.db.pool).rows(
    "SELECT 1 FROM task_log l WHERE NOT EXISTS (SELECT 1 FROM task_attempt a WHERE a.id = l.attempt_id)",
  );
  return {
    runs: await prisma().dagRun.count({ where: { id: runId } }),
    tasks: await prisma().taskInstance.count({ where: { runId } }),
    attempts: await prisma().taskAttempt.count({ where: { runId } }),
    artifacts: await prisma().artifact.count({ where: { runId } }),
    orphans: orphans.length,
    objects: objects.filter(({ key }) => runIds.some((id) => key.includes(id))).length,
  };
}
const NO_TRACES = { runs: 0, tasks: 0, attempts: 0, artifacts: 0, orphans: 0, objects: 0 };

let dagId: string;
beforeEach(async () => {
  // Rounds are of the whole installation: a test finds its own pipeline only.
  for (const { id } of await prisma().dag.findMany()) {
    await prisma().dagRun.updateMany({ where: { dagId: id }, data: { state: "success", pinnedAt: null } });
    await prisma().backfill.updateMany({ where: { dagId: id }, data: { state: "completed" } });
    await prisma().dag.update({ where: { id }, data: { staleAt: new Date() } });
    await deleted(ctx(), id);
  }
  dagId = await makePipeline(stores, SPEC, { maxActiveRuns: 100 });
});

describe("a round", () => {
  it("takes ended runs by age with all that hangs on them, and leaves the newest, the pinned and the active", async () => {
    const [old, pinned, young] = [
      await endedRun(dagId, 200),
      await endedRun(dagId, 200),
      await endedRun(dagId, 10),
    ];
    const active = (await triggerRun(ctx(), { dag_id: dagId })).id;
    const other = await makePipeline(stores, SPEC);
    const onlyOne = await endedRun(other, 400);
    await setRunPinned(ctx(), { run_id: pinned, pinned: true });
    await setPolicy({ run_days: 180 });

    const due = await getRetention(ctx(), {});
    expect(due.pipelines).toMatchObject([
      { dag_id: dagId, ended_runs: 3, pinned_runs: 1, now: 1, in_30_days: 1 },
    ]);
    expect(await retentionRound(ctx())).toMatchObject({
      runs: 1,
      tasks: 1,
      attempts: 1,
      artifacts: 1,
      bytes: 15,
    });
    expect(await idsOf(dagId)).toEqual([pinned, young, active]);
    expect(await idsOf(other)).toEqual([onlyOne]);
    await removeDue(stores);
    expect(await traces([old])).toEqual(NO_TRACES);
    expect(await traces([pinned])).toMatchObject({ artifacts: 1, objects: 2 });
    const row = await prisma().auditLog.findFirstOrThrow({ where: { action: "retention.expire" } });
    expect(row.detail).toMatchObject({ runs: 1, run_days: 180, runs_per_pipeline: null });
    const after = await getRetention(ctx(), {});
    expect(after).toMatchObject({ pipelines: [], last_round: { runs: 1 } });
    expect(Date.parse(after.next_round_at ?? "") - Date.parse(after.last_round_at ?? "")).toBe(3_600_000);
  });

  it("takes what is over the number of each pipeline, the oldest first; pinned runs are not counted", async () => {
    const runs: string[] = [];
    for (let at = 0; at < 6; at++) runs.push(await endedRun(dagId, 1));
    await setRunPinned(ctx(), { run_id: runs[0] ?? "", pinned: true });
    await setPolicy({ runs_per_pipeline: 2 });
    expect(await retentionRound(ctx())).toMatchObject({ runs: 3 });
    expect(await idsOf(dagId)).toEqual([runs[0], runs[4], runs[5]]);
  });

  it("goes on batch by batch until nothing is due, and leaves runs of a backfill that goes on", async () => {
    for (let at = 0; at < 130; at++) {
      const { id } = await triggerRun(ctx(), { dag_id: dagId, run_key: `r${at}` });
      await prisma().dagRun.update({
        where: { id },
        data: { state: "success", finishedAt: new Date(at * 1000) },
      });
    }
    const backfill = await prisma().backfill.create({
      data: {
        id: newId("bf"),
        dagId,
        fromDate: new Date(0),
        toDate: new Date(1),
        maxActiveRuns: 1,
        state: "paused",
        totalRuns: 1,
      },
    });
    const [held] = await idsOf(dagId);
    await prisma().dagRun.update({ where: { id: held ?? "" }, data: { backfillId: backfill.id } });
    await setPolicy({ run_days: 1 });
    expect(await retentionRound(ctx())).toMatchObject({ runs: 128 });
    expect((await idsOf(dagId)).length).toBe(2);
    expect(await idsOf(dagId)).toContain(held);
  });

  it("ends after the batch in hand once it is to stop, and the next round takes the rest", async () => {
    for (let at = 0; at < 130; at++) {
      const { id } = await triggerRun(ctx(), { dag_id: dagId, run_key: `s${at}` });
      await prisma().dagRun.update({
        where: { id },
        data: { state: "success", finishedAt: new Date(at * 1000) },
      });
    }
    await setPolicy({ run_days: 1 });
    await expect(retentionRound(ctx(), AbortSignal.abort(new Error("drained")))).rejects.toThrow("drained");
    const left = (await idsOf(dagId)).length;
    expect(left).toBeGreaterThan(1);
    expect(left).toBeLessThan(130);
    expect(await retentionRound(ctx())).toMatchObject({ runs: left - 1 });
  });

  it("takes versions that no run uses, bundles that no version uses, and workers that stopped", async () => {
    const runId = await endedRun(dagId, 1);
    const old = new Date(Date.now() - 40 * 86_400_000);
    const sha = (digit: string) => digit.repeat(64);
    for (const sha256 of [sha("a"), sha("b"), sha("c")]) {
      await prisma().codeBundle.create({
        data: { sha256, sizeBytes: 1n, files: [], createdAt: sha256 === sha("c") ? new Date() : old },
      });
      await stores.storage.putBytes(`code/${sha256}`, "x");
    }
    const head = await prisma().dagVersion.findFirstOrThrow({ where: { dagId } });
    const { dag_id: _, ...copy } = { dag_id: 0, ...head, id: newId("ver"), number: 2, codeSha256: sha("a") };
    await prisma().dagVersion.create({ data: { ...copy, spec: {}, layout: {}, createdAt: old } });
    // One that the run had before it was run again is not unused.
    const had = {
      ...copy,
      id: newId("ver"),
      number: 3,
      codeSha256: null,
      spec: {},
      layout: {},
      createdAt: old,
    };
    await prisma().dagVersion.create({ data: had });
    const past = { runId, clearNumber: 0, dagVersionId: had.id, params: {}, state: "failed" };
    await prisma().dagRunPast.create({ data: past });
    await prisma().dagVersion.update({
      where: { id: head.id },
      data: { codeSha256: sha("b"), createdAt: old },
    });
    const worker = { host: "h", pid: 1, queues: ["q"], concurrency: 1 };
    await prisma().worker.createMany({
      data: [
        { id: newId("wrk"), ...worker, stoppedAt: old },
        { id: newId("wrk"), ...worker },
      ],
    });
    await setPolicy({ version_days: 30, worker_days: 30 });
    expect((await getRetention(ctx(), {})).due).toEqual({ versions: 1, bundles: 0, workers: 1 });
    expect(await retentionRound(ctx())).toMatchObject({ runs: 0, versions: 1, bundles: 1, workers: 1 });
    const left = await prisma().codeBundle.findMany({ orderBy: { sha256: "asc" } });
    expect(left.map((bundle) => bundle.sha256)).toEqual([sha("b"), sha("c")]);
    expect(await stores.storage.head(`code/${sha("a")}`)).toBeNull();
    expect(await prisma().dagVersion.count({ where: { dagId } })).toBe(2);
  });
});

describe("the policy", () => {
  it("is changed by admins, on top of the version they read, and recorded", async () => {
    const { version } = await getRetention(ctx(), {});
    const input = { ...POLICY, run_days: 90, version };
    await expect(changeRetention(testCtx(stores, ["settings:read"]), input)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await changeRetention(ctx(), input)).toMatchObject({ run_days: 90, version: version + 1 });
    await expect(changeRetention(ctx(), { ...input, run_days: 5 })).rejects.toMatchObject({ code: "STALE" });
    for (const wrong of [0, -1, 1.5, 36_501])
      await expect(changeRetention(ctx(), { ...input, run_days: wrong })).rejects.toMatchObject({
        code: "INVALID",
      });
  });

  it("says what another policy would take before it is saved", async () => {
    for (const days of [50, 40, 1]) await endedRun(dagId, days);
    expect(await previewRetention(ctx(), { ...POLICY, run_days: 45 })).toMatchObject({
      pipelines: [{ dag_id: dagId, now: 1, in_7_days: 2, in_30_days: 2 }],
    });
    expect(await idsOf(dagId)).toHaveLength(3);
  });
});

describe("deleting", () => {
  it("a run takes what hangs on it, after a preview of how much, and is recorded", async () => {
    const run = await endedRun(dagId, 1);
    const weight = { runs: 1, tasks: 1, attempts: 1, artifacts: 1, bytes: 15 };
    expect(await previewRunDeletion(ctx(), { run_id: run })).toMatchObject({ ...weight, refused: null });
    await expect(deleteRun(testCtx(stores, ["runs:read"]), { run_id: run })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await deleteRun(ctx(), { run_id: run })).toEqual(weight);
    await expect.poll(() => traces([run])).toEqual(NO_TRACES);
    const row = await prisma().auditLog.findFirstOrThrow({ where: { action: "run.delete", targetId: run } });
    expect(row).toMatchObject({ before: { dag_id: dagId }, detail: weight });
    await expect(deleteRun(ctx(), { run_id: run })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("a run is refused while it is active and while it is pinned", async () => {
    const { id } = await triggerRun(ctx(), { dag_id: dagId });
    expect(await previewRunDeletion(ctx(), { run_id: id })).toMatchObject({ refused: "running" });
    await expect(deleteRun(ctx(), { run_id: id })).rejects.toMatchObject({ code: "CONFLICT" });
    const pinned = await endedRun(dagId, 1);
    await setRunPinned(ctx(), { run_id: pinned, pinned: true });
    expect(await previewRunDeletion(ctx(), { run_id: pinned })).toMatchObject({ refused: "pinned" });
    await expect(deleteRun(ctx(), { run_id: pinned })).rejects.toMatchObject({ code: "CONFLICT" });
    await setRunPinned(ctx(), { run_id: pinned, pinned: false });
    await deleteRun(ctx(), { run_id: pinned });
  });

  it("a pipeline takes its versions, backfills and runs, the pinned ones too", async () => {
    const runs = [await endedRun(dagId, 1), await endedRun(dagId, 2)];
    await setRunPinned(ctx(), { run_id: runs[0] ?? "", pinned: true });
    expect(await previewPipelineDeletion(ctx(), { dag_id: dagId })).toMatchObject({
      runs: 2,
      versions: 1,
      refused: null,
    });
    expect(await deleted(ctx(), dagId)).toMatchObject({
      state: "succeeded",
      subject: dagId,
      progress: { done: 2, total: 2, unit: "runs" },
      result: { runs: 2, artifacts: 2 },
    });
    await expect.poll(() => traces(runs)).toEqual(NO_TRACES);
    expect(await prisma().dag.count({ where: { id: dagId } })).toBe(0);
    expect(await prisma().dagVersion.count({ where: { dagId } })).toBe(0);
    expect(
      await prisma().auditLog.findFirstOrThrow({ where: { action: "dag.delete", targetId: dagId } }),
    ).toMatchObject({ detail: { runs: 2, artifacts: 2 } });
    await expect(deletePipeline(ctx(), { dag_id: dagId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("a deletion that a new run cuts short leaves the pipeline paused, with its schedule", async () => {
    const id = await makePipeline(stores, SPEC);
    await prisma().dag.update({ where: { id }, data: { scheduleCron: "0 5 * * *" } });
    const held = await endedRun(id, 1);
    let deleting: Promise<unknown> = Promise.resolve();
    await poolTransaction(stores.db.pool, async (sql) => {
      await sql.rows("SELECT 1 FROM dag_run WHERE id = $1 FOR UPDATE", [held]);
      deleting = deleted(ctx(), id);
      await expect
        .poll(async () => (await prisma().dag.findUniqueOrThrow({ where: { id } })).isPaused)
        .toBe(true);
      await triggerRun(ctx(), { dag_id: id });
    });
    expect(await deleting).toMatchObject({
      state: "failed",
      error: expect.stringMatching(/^1 runs .* active/),
    });
    expect(await prisma().dag.findUnique({ where: { id } })).toMatchObject({
      isPaused: true,
      scheduleCron: "0 5 * * *",
    });
  });

  it("a deletion that died after its last step takes nothing of a pipeline that was made under the name since", async () => {
    await endedRun(dagId, 1);
    const { id } = await deletePipeline(ctx(), { dag_id: dagId });
    const made = await prisma().dag.findUniqueOrThrow({ where: { id: dagId } });
    await prisma().dag.update({
      where: { id: dagId },
      data: { createdAt: new Date(made.createdAt.getTime() + 1) },
    });
    await workOff(stores, [pipelineDeletion]);
    expect(await getLongJob(ctx(), { id })).toMatchObject({ state: "succeeded", result: { runs: 0 } });
    expect(await prisma().dagRun.count({ where: { dagId } })).toBe(1);
  });

  it("a deletion that is asked for twice is one", async () => {
    const [first, second] = [
      await deletePipeline(ctx(), { dag_id: dagId }),
      await deletePipeline(ctx(), { dag_id: dagId }),
    ];
    expect(second).toEqual({ id: first.id, created: false });
    expect(await prisma().auditLog.count({ where: { action: "dag.delete", targetId: dagId } })).toBe(1);
  });

  it("a token that may save pipelines, and not change runs, takes no history along", async () => {
    const run = await endedRun(dagId, 1);
    const token = testCtx(stores, ["pipelines:write"], { type: "token", id: newId("tok") });
    await expect(deletePipeline(token, { dag_id: dagId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await prisma().dagRun.count({ where: { id: run } })).toBe(1);
  });

  it("a pipeline is refused while something of it is active, and while its file is there", async () => {
    await triggerRun(ctx(), { dag_id: dagId });
    await expect(deletePipeline(ctx(), { dag_id: dagId })).rejects.toMatchObject({
      code: "CONFLICT",
      extra: { reason: { code: "pipeline_active" } },
    });
    const ofFile = await makePipeline(stores, SPEC);
    await prisma().dag.update({ where: { id: ofFile }, data: { origin: "file" } });
    expect(await previewPipelineDeletion(ctx(), { dag_id: ofFile })).toMatchObject({ refused: "file" });
    await expect(deletePipeline(ctx(), { dag_id: ofFile })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

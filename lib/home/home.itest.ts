import { beforeAll, describe, expect, it } from "vitest";
import { ForbiddenError, InvalidError } from "@/lib/platform/errors";
import { newId, uuidV7 } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { homeSummary } from ".";
import { type AttentionItem, HomeReply } from "./schema";

const stores = testStores();
const WINDOW = { start: "2026-11-23T00:00:00Z", end: "2026-11-24T00:00:00Z" };

async function addRun(dagId: string, state: string, queuedAt: string) {
  const at = new Date(queuedAt);
  const id = newId("run", at.getTime());
  await stores.db.prisma.dagRun.create({
    data: {
      id,
      dagId,
      dagVersionId: `ver_${dagId}`,
      runKey: `manual__${id}`,
      runType: "manual",
      state,
      runAfter: at,
      queuedAt: at,
      finishedAt: at,
      unfinished: 0,
    },
  });
  return id;
}

beforeAll(async () => {
  const { prisma } = stores.db;
  for (const id of ["good", "bad", "mended", "fresh"]) {
    await prisma.dag.create({
      data: {
        id,
        origin: "file",
        tags: [],
        isPaused: id === "mended",
        scheduleCron: "0 0 * * *",
        nextRunAt: id === "fresh" ? null : new Date("2026-11-25T00:00:00Z"),
        versions: {
          create: { id: `ver_${id}`, number: 1, origin: "file", layout: {}, spec: {}, specSha256: id },
        },
      },
    });
  }
  await addRun("good", "success", "2026-11-22T23:59:59Z");
  await addRun("good", "success", "2026-11-23T00:00:00Z");
  await addRun("mended", "failed", "2026-11-23T01:00:00Z");
  await addRun("mended", "success", "2026-11-23T02:00:00Z");
  const failed = await addRun("bad", "failed", "2026-11-23T03:00:00Z");
  await addRun("bad", "running", "2026-11-23T04:00:00Z");
  const attemptId = uuidV7();
  const of = { runId: failed, dagId: "bad", taskId: "validate", state: "failed" };
  const why = { exitCode: 1, errorCode: "exit_code", errorDetail: "ValueError: no rows" };
  await prisma.taskInstance.create({
    data: {
      ...of,
      id: newId("ti"),
      pendingUpstream: 0,
      downstream: [],
      currentAttemptId: attemptId,
      attempts: { create: { ...of, ...why, id: attemptId, number: 1, queue: "default" } },
    },
  });
});

async function attention(...kinds: AttentionItem["kind"][]) {
  const home = await homeSummary(testCtx(stores), WINDOW);
  return home.attention.filter(({ kind }) => kinds.includes(kind));
}

describe("homeSummary", () => {
  it("answers what its schema promises, counting runs by their start in [start, end)", async () => {
    const home = HomeReply.parse(await homeSummary(testCtx(stores), WINDOW));
    expect(home.counts).toEqual({ success: 2, failed: 2, running: 1 });
    expect(home.activity.buckets).toHaveLength(48);
    expect(home.activity.buckets[0]?.counts).toEqual({ success: 1 });
    expect(home.recent.map((run) => run.state)).toEqual([
      "running",
      "failed",
      "success",
      "failed",
      "success",
      "success",
    ]);
    expect(home.checklist).toEqual({
      pipeline_loaded: true,
      run_succeeded: true,
      token_created: false,
      teammate_invited: false,
    });
  });

  it("a pipeline fails until a run of it succeeds, and names the task", async () => {
    expect(await attention("failing")).toMatchObject([
      { dag_id: "bad", task_id: "validate", code: "exit_code", detail: "ValueError: no rows", exit_code: 1 },
    ]);
  });

  it("names files that do not load, schedules that are late or cannot be followed, and what waits too long", async () => {
    const { prisma } = stores.db;
    const planned = { id: { in: ["good", "bad"] } };
    await prisma.dag.updateMany({ where: planned, data: { nextRunAt: new Date("2999-01-01T00:00:00Z") } });
    expect(await attention("import_error", "late", "schedule", "stuck", "no_worker")).toEqual([]);
    await prisma.importError.create({
      data: { id: "imp_1", filePath: "a.yaml", message: "odd", fileSha: "x", createdAt: new Date(0) },
    });
    await prisma.dag.update({ where: { id: "good" }, data: { nextRunAt: new Date(Date.now() - 600_000) } });
    await prisma.dag.update({ where: { id: "fresh" }, data: { scheduleError: "never fires" } });
    // "mended" is paused.
    const waits = await addRun(
      "mended",
      "queued",
      new Date(stores.clock.now().getTime() - 3_600_000).toISOString(),
    );
    const found = await attention("import_error", "late", "schedule", "stuck");
    expect(found.map((item) => [item.kind, "dag_id" in item ? item.dag_id : null])).toEqual([
      ["import_error", null],
      ["schedule", "fresh"],
      ["late", "good"],
      ["stuck", "mended"],
    ]);
    expect(found.at(-1)).toMatchObject({ waits_for: { reason: "paused" }, runs: 1 });
    const recent = (await homeSummary(testCtx(stores), WINDOW)).recent;
    expect(recent.map((run) => run.run_id)).not.toContain(waits);
    await prisma.dagRun.delete({ where: { id: waits } });
    const next = new Date("2026-11-25T00:00:00Z");
    await prisma.dag.updateMany({ where: planned, data: { nextRunAt: next } });
    await prisma.dag.update({ where: { id: "fresh" }, data: { scheduleError: null } });
    await prisma.importError.deleteMany();
  });

  it("tells of tasks without a worker, and of a worker that fell silent on a machine without another", async () => {
    const { prisma } = stores.db;
    await prisma.taskAttempt.updateMany({ data: { state: "queued" } });
    expect(await attention("no_worker")).toEqual([{ kind: "no_worker", waiting: 1 }]);
    const worker = (id: string, host: string, stopReason: string | null) => ({
      id,
      host,
      pid: 1,
      queues: ["default"],
      concurrency: 1,
      stoppedAt: stopReason === null ? null : new Date(),
      stopReason,
    });
    await prisma.worker.createMany({
      data: [
        worker("wrk_1", "one", "heartbeat_lost"),
        worker("wrk_2", "one", null),
        worker("wrk_3", "two", "heartbeat_lost"),
        worker("wrk_4", "three", "drained"),
      ],
    });
    expect(await attention("no_worker", "worker_lost")).toMatchObject([
      { kind: "worker_lost", worker_id: "wrk_3", host: "two" },
    ]);
    await prisma.taskAttempt.updateMany({ data: { state: "failed" } });
  });

  it("paused pipelines have no next run, and who has not finished one is not counted as good", async () => {
    const home = await homeSummary(testCtx(stores), WINDOW);
    expect(home.next.map((row) => row.dag_id).sort()).toEqual(["bad", "good"]);
    expect(home.pipelines).toEqual({ total: 4, paused: 1, finished: 3 });
  });

  it("refuses a window that ends before it starts, and callers without runs:read", async () => {
    await expect(
      homeSummary(testCtx(stores), { start: WINDOW.end, end: WINDOW.start }),
    ).rejects.toBeInstanceOf(InvalidError);
    await expect(homeSummary(testCtx(stores, []), WINDOW)).rejects.toBeInstanceOf(ForbiddenError);
  });
});

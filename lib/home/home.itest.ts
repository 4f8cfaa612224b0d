import { beforeAll, describe, expect, it } from "vitest";
import { ForbiddenError, InvalidError } from "@/lib/platform/errors";
import { newId, uuidV7 } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { homeSummary } from ".";
import { HomeReply } from "./schema";

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
    const home = await homeSummary(testCtx(stores), WINDOW);
    expect(home.failing.map((row) => [row.dag_id, row.task_id])).toEqual([["bad", "validate"]]);
    expect(home.failing[0]).toMatchObject({ code: "exit_code", detail: "ValueError: no rows", exit_code: 1 });
  });

  it("paused pipelines have no next run, and who has not finished one is not counted as good", async () => {
    const home = await homeSummary(testCtx(stores), WINDOW);
    expect(home.next.map((row) => row.dag_id).sort()).toEqual(["bad", "good"]);
    expect(home.pipelines).toEqual({ total: 4, paused: 1, finished: 3, import_errors: 0 });
  });

  it("refuses a window that ends before it starts, and callers without runs:read", async () => {
    await expect(
      homeSummary(testCtx(stores), { start: WINDOW.end, end: WINDOW.start }),
    ).rejects.toBeInstanceOf(InvalidError);
    await expect(homeSummary(testCtx(stores, []), WINDOW)).rejects.toBeInstanceOf(ForbiddenError);
  });
});

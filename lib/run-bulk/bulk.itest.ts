import { describe, expect, it } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { setRunPinned } from "@/lib/retention";
import { finishAttempt, getRun, triggerRun } from "@/lib/runs";
import { outcome } from "@/lib/runs/testing";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { bulkRuns } from "./index";
import { BulkReply } from "./schema";

const stores = testStores();
const ctx = () => testCtx(stores);
const TASKS = [
  { task_id: "load", kind: "bash", command: ["true"] },
  { task_id: "train", kind: "bash", command: ["true"], depends_on: ["load"] },
];

async function pipeline(): Promise<string> {
  const dag_id = newId("evt");
  await savePipeline(ctx(), { dag_id, parent_id: null, spec: { dag_id, tasks: TASKS } });
  return dag_id;
}

/** A run in which `load` ended so; an open one waits for a worker. */
async function run(dag_id: string, ends: "success" | "failed" | "open"): Promise<string> {
  const { id } = await triggerRun(ctx(), { dag_id });
  while (ends !== "open") {
    const attempt = await stores.db.prisma.taskAttempt.findFirst({ where: { runId: id, state: "queued" } });
    if (!attempt) break;
    const by = { attemptId: attempt.id, workerId: "w" };
    await claimAttempt(poolSql(stores.db.pool), { ...by, leaseMs: 60_000 });
    await finishAttempt(stores.db.pool, { ...outcome(ends), ...by });
  }
  return id;
}

const outcomes = ({ results }: BulkReply) => results.map(({ id, outcome: how, tasks }) => [id, how, tasks]);
const stateOf = async (run_id: string) => (await getRun(ctx(), { run_id })).state;

describe("running again what failed", () => {
  it("says first what it would do to each run, does it, and audits each", async () => {
    const [one, other] = [await pipeline(), await pipeline()];
    const [failed, good, alsoFailed] = [
      await run(one, "failed"),
      await run(one, "success"),
      await run(other, "failed"),
    ];
    const run_ids = [failed, good, alsoFailed, "run_gone"];
    const action = { kind: "rerun_failed" as const };
    const preview = BulkReply.parse(await bulkRuns(ctx(), { action, run_ids, dry_run: true }));
    expect(outcomes(preview)).toEqual([
      [failed, "done", 2],
      [good, "nothing", 0],
      [alsoFailed, "done", 2],
    ]);
    expect(await stateOf(failed)).toBe("failed");

    const reply = BulkReply.parse(await bulkRuns(ctx(), { action, run_ids }));
    expect(outcomes(reply)).toEqual(outcomes(preview));
    expect([await stateOf(failed), await stateOf(good), await stateOf(alsoFailed)]).toEqual([
      "running",
      "success",
      "running",
    ]);
    const audited = await stores.db.prisma.auditLog.findMany({
      where: { action: "run.clear", targetId: { in: run_ids } },
    });
    expect(audited.map(({ targetId }) => targetId).sort()).toEqual([failed, alsoFailed].sort());
  });

  it("on the newest version leaves a run that has not ended as it is, and does the others", async () => {
    const dag_id = await pipeline();
    const [failed, open] = [await run(dag_id, "failed"), await run(dag_id, "open")];
    const { dag_version_id } = await getRun(ctx(), { run_id: failed });
    const spec = { dag_id, tasks: TASKS, description: "mended" };
    await savePipeline(ctx(), { dag_id, parent_id: dag_version_id, spec });
    const action = { kind: "rerun_failed" as const, version: "newest" as const };
    const { results } = await bulkRuns(ctx(), { action, run_ids: [open, failed] });
    expect(results).toMatchObject([
      { id: open, outcome: "refused", reason: { code: "run_not_ended" } },
      { id: failed, outcome: "done", on_version: 2 },
    ]);
    expect((await getRun(ctx(), { run_id: failed })).version).toBe(2);
  });

  it("takes chosen tasks, each in its own run", async () => {
    const dag_id = await pipeline();
    const id = await run(dag_id, "success");
    const reply = await bulkRuns(ctx(), {
      action: { kind: "rerun" },
      tasks: [
        { run_id: id, task_id: "train" },
        { run_id: "run_gone", task_id: "train" },
      ],
    });
    expect(outcomes(BulkReply.parse(reply))).toEqual([[id, "done", 1]]);
  });
});

describe("all that match a filter", () => {
  it("are taken, the newest first", async () => {
    const dag_id = await pipeline();
    const failed = [await run(dag_id, "failed"), await run(dag_id, "failed")];
    await run(dag_id, "success");
    const filter = { dag_id: [dag_id], state: ["failed"] };
    const reply = await bulkRuns(ctx(), { action: { kind: "rerun_failed" }, filter, dry_run: true });
    expect(reply.results.map(({ id }) => id)).toEqual(failed.toReversed());
    expect(reply).toMatchObject({ left: 0, left_is_more: false });
  });
});

describe("other actions", () => {
  it("cancel what is active, and find nothing to do with the rest", async () => {
    const dag_id = await pipeline();
    const [open, ended] = [await run(dag_id, "open"), await run(dag_id, "success")];
    const wish = { action: { kind: "cancel" as const }, run_ids: [open, ended] };
    const preview = await bulkRuns(ctx(), { ...wish, dry_run: true });
    const reply = await bulkRuns(ctx(), wish);
    for (const { results } of [preview, reply])
      expect(results.map(({ outcome: how }) => how)).toEqual(["done", "nothing"]);
    expect(await stateOf(open)).toBe("cancelled");
  });

  it("mark ended runs, say what they were, and refuse active ones", async () => {
    const dag_id = await pipeline();
    const [open, failed] = [await run(dag_id, "open"), await run(dag_id, "failed")];
    const wish = { action: { kind: "mark" as const, state: "success" as const }, run_ids: [open, failed] };
    const preview = await bulkRuns(ctx(), { ...wish, dry_run: true });
    const reply = await bulkRuns(ctx(), wish);
    for (const { results } of [preview, reply])
      expect(results).toMatchObject([
        { outcome: "refused", reason: { code: "run_active" } },
        { outcome: "done", before: "failed" },
      ]);
    expect(await getRun(ctx(), { run_id: failed })).toMatchObject({ state: "success", reason: "marked" });
    const again = await bulkRuns(ctx(), { action: { kind: "rerun_failed" }, run_ids: [failed] });
    expect(again.results).toMatchObject([{ outcome: "done", tasks: 2 }]);
  });

  it("set notes and say what they replace", async () => {
    const dag_id = await pipeline();
    const [one, other] = [await run(dag_id, "success"), await run(dag_id, "success")];
    await bulkRuns(ctx(), { action: { kind: "note", note: "first" }, run_ids: [one] });
    const { results } = await bulkRuns(ctx(), {
      action: { kind: "note", note: "second" },
      run_ids: [one, other],
    });
    expect(results.map(({ before }) => before)).toEqual(["first", null]);
    expect((await getRun(ctx(), { run_id: other })).note).toBe("second");
  });

  it("delete ended runs, and refuse pinned and active ones", async () => {
    const dag_id = await pipeline();
    const [open, pinned, ended] = [
      await run(dag_id, "open"),
      await run(dag_id, "success"),
      await run(dag_id, "success"),
    ];
    await setRunPinned(ctx(), { run_id: pinned, pinned: true });
    const wish = { action: { kind: "delete" as const }, run_ids: [open, pinned, ended] };
    const preview = await bulkRuns(ctx(), { ...wish, dry_run: true });
    const reply = await bulkRuns(ctx(), wish);
    for (const { results } of [preview, reply])
      expect(results).toMatchObject([
        { outcome: "refused", reason: { code: "run_active" } },
        { outcome: "refused", reason: { code: "run_pinned" } },
        { outcome: "done", removed: { runs: 1, tasks: 2 } },
      ]);
    await expect(getRun(ctx(), { run_id: ended })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

it("needs the permission of a single run, and one way to name the runs", async () => {
  const id = await run(await pipeline(), "failed");
  const reader = testCtx(stores, ["runs:read"]);
  for (const kind of ["rerun_failed", "cancel", "delete"] as const)
    await expect(bulkRuns(reader, { action: { kind }, run_ids: [id] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  const action = { kind: "cancel" as const };
  for (const body of [
    { action },
    { action, run_ids: [id], filter: {} },
    { action, tasks: [{ run_id: id, task_id: "load" }] },
  ])
    await expect(bulkRuns(ctx(), body)).rejects.toMatchObject({ code: "INVALID" });
});

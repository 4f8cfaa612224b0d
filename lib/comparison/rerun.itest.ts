import { expect, it } from "vitest";
import { logBatch } from "@/lib/experiments";
import { experimenter } from "@/lib/experiments/testing";
import { savePipeline } from "@/lib/pipelines";
import { newId } from "@/lib/platform/ids";
import { getRun, triggerRun } from "@/lib/runs";
import { testCtx, testStores } from "@/lib/testing";
import { compareRuns, listReversals, rerun } from "./index";

const stores = testStores();
const { experiment, run } = experimenter(stores);
const ctx = () => testCtx(stores);
const tasks = [{ task_id: "fit", kind: "bash", command: ["true"] }];
const params = {
  type: "object",
  properties: { lr: { type: "number", default: 0.1 }, kind: { type: "string", default: "tree" } },
  additionalProperties: false,
};

async function pipeline(): Promise<string> {
  const dag_id = newId("evt");
  await savePipeline(ctx(), { dag_id, parent_id: null, spec: { dag_id, tasks, params } });
  return dag_id;
}

/** A training run that a run of the pipeline made. */
async function trained(experimentId: string, dagRunId: string, lr: string): Promise<string> {
  const id = await run(experimentId);
  await stores.db.pool.query("UPDATE experiment_run SET dag_run_id = $2 WHERE run_id = $1::uuid", [
    id,
    dagRunId,
  ]);
  await logBatch(ctx(), {
    run_id: id,
    params: [
      { key: "lr", value: lr },
      { key: "layers", value: lr },
    ],
  });
  return id;
}

it("starts a run again with one parameter put back, on its own version, and remembers it beside both", async () => {
  const dag_id = await pipeline();
  const experimentId = await experiment();
  const before = await triggerRun(ctx(), { dag_id, params: { lr: 0.1 } });
  const after = await triggerRun(ctx(), { dag_id, params: { lr: 0.5, kind: "net" } });
  const [good, bad] = [
    await trained(experimentId, before.id, "0.1"),
    await trained(experimentId, after.id, "0.5"),
  ];
  const head = await getRun(ctx(), { run_id: after.id });
  const second = { dag_id, tasks, params, description: "A second version." };
  await savePipeline(ctx(), { dag_id, parent_id: head.dag_version_id, spec: second });

  const { data } = await listReversals(ctx(), { run_id: bad, other_run_id: good });
  expect(data.map(({ key, change, why }) => [key, change?.kind ?? why])).toEqual([
    ["kind", "param"],
    ["layers", "not_a_parameter"],
    ["lr", "param"],
  ]);
  const wish = { run_id: bad, other_run_id: good, change: { kind: "param" as const, name: "lr" } };
  const preview = await rerun(ctx(), { ...wish, dry_run: true });
  expect(preview).toMatchObject({
    dag_run_id: null,
    plan: { dag_id, version: 1, params: { lr: 0.1, kind: "net" } },
  });
  expect((await compareRuns(ctx(), { runs: `${bad},${good}` })).reruns).toEqual([]);

  const { dag_run_id } = await rerun(ctx(), wish);
  const made = await getRun(ctx(), { run_id: dag_run_id ?? "" });
  expect(made).toMatchObject({
    version: 1,
    params: { lr: 0.1, kind: "net" },
    data_interval_start: head.data_interval_start,
    data_interval_end: head.data_interval_end,
    logical_date: null,
  });
  const [audited] = await stores.db.prisma.auditLog.findMany({
    where: { targetId: bad, action: "experiment_run.rerun" },
  });
  expect(audited?.after).toMatchObject({
    other_run_id: good,
    change: wish.change,
    from: "0.5",
    to: "0.1",
    dag_run_id,
  });

  const waiting = await compareRuns(ctx(), { runs: `${good},${bad}`, sections: "params" });
  expect(waiting.reruns).toMatchObject([
    { run_id: bad, other_run_id: good, to: "0.1", dag_run_id, experiment_run_ids: [] },
  ]);
  const proof = await trained(experimentId, dag_run_id ?? "", "0.1");
  const done = await compareRuns(ctx(), { runs: `${good},${bad},${proof}`, sections: "params" });
  expect(done.reruns[0]?.experiment_run_ids).toEqual([proof]);
  expect((await compareRuns(ctx(), { runs: `${bad},${proof}`, sections: "params" })).reruns).toEqual([]);
});

it("puts back the version or the interval, or repeats with edits that the pipeline's schema takes", async () => {
  const dag_id = await pipeline();
  const experimentId = await experiment();
  const interval = { start: "2026-02-01T00:00:00.000Z", end: "2026-02-02T00:00:00.000Z" };
  const before = await triggerRun(ctx(), { dag_id, data_interval: interval });
  const { dag_version_id } = await getRun(ctx(), { run_id: before.id });
  await savePipeline(ctx(), {
    dag_id,
    parent_id: dag_version_id,
    spec: { dag_id, tasks, params, owner: "b" },
  });
  const after = await triggerRun(ctx(), { dag_id });
  const [good, bad] = [
    await trained(experimentId, before.id, "1"),
    await trained(experimentId, after.id, "1"),
  ];
  const started = async (change: Parameters<typeof rerun>[1]["change"]) => {
    const { dag_run_id } = await rerun(ctx(), { run_id: bad, other_run_id: good, change });
    return getRun(ctx(), { run_id: dag_run_id ?? "" });
  };
  expect(await started({ kind: "version" })).toMatchObject({ version: 1 });
  expect(await started({ kind: "interval" })).toMatchObject({
    version: 2,
    data_interval_start: interval.start,
    data_interval_end: interval.end,
  });
  expect(await started({ kind: "none" })).toMatchObject({ version: 2, params: { lr: 0.1, kind: "tree" } });
  expect(await started({ kind: "edit", params: { kind: "net" } })).toMatchObject({
    params: { lr: 0.1, kind: "net" },
  });
  const runsBefore = await stores.db.prisma.dagRun.count({ where: { dagId: dag_id } });
  await expect(started({ kind: "edit", params: { nothing: 1 } })).rejects.toMatchObject({ code: "INVALID" });
  await expect(started({ kind: "param", name: "kind" })).rejects.toMatchObject({
    extra: { errors: [{ pointer: "/change", code: "rerun_not_possible" }] },
  });
  expect(await stores.db.prisma.dagRun.count({ where: { dagId: dag_id } })).toBe(runsBefore);
});

it("says so where no pipeline made the run, and is for those who may start runs", async () => {
  const experimentId = await experiment();
  const [one, other] = [await run(experimentId), await run(experimentId)];
  await logBatch(ctx(), { run_id: one, params: [{ key: "lr", value: "1" }] });
  const wish = { run_id: one, other_run_id: other, change: { kind: "none" as const } };
  await expect(rerun(ctx(), wish)).rejects.toMatchObject({
    extra: { reason: { code: "rerun_no_pipeline" } },
  });
  expect((await listReversals(ctx(), { run_id: one, other_run_id: other })).data).toMatchObject([
    { key: "lr", change: null, why: "no_pipeline" },
  ]);
  const reader = testCtx(stores, ["experiments:read", "runs:read"]);
  await expect(rerun(reader, wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(listReversals(ctx(), { run_id: one, other_run_id: "x" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

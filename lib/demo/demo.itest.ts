import { beforeEach, describe, expect, it } from "vitest";
import { cancelBackfill, createBackfill } from "@/lib/backfills";
import { listPolicies, setPolicy } from "@/lib/models";
import { savePipeline } from "@/lib/pipelines";
import { newId, uuidV7 } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { keys } from "@/pipelines/flights/data/keys";
import { demoState, loadDemo, removeDemo } from ".";
import { guardChampion } from "./guard-champion";
import { demoPrefixes } from "./keys";
import { CHAMPION, DEMO } from "./schema";

const stores = testStores();
const admin = () => testCtx(stores);
const editor = () => testCtx(stores, ["runs:read", "runs:write"]);
const count = () => stores.db.prisma.dagRun.count({ where: { dagId: DEMO.dag_id } });

beforeEach(async () => {
  const spec = {
    dag_id: DEMO.dag_id,
    schedule: { cron: "0 0 * * *" },
    tasks: [{ task_id: "a", kind: "bash", command: ["true"] }],
  };
  const there = await stores.db.prisma.dag.findUnique({ where: { id: DEMO.dag_id } });
  if (!there) await savePipeline(admin(), { dag_id: DEMO.dag_id, spec, parent_id: null });
});

/** What a worker leaves of each ended run: a log, an artifact and its objects. */
async function leaveTraces(runId: string): Promise<void> {
  const { prisma } = stores.db;
  const task = await prisma.taskInstance.findFirstOrThrow({ where: { runId } });
  const attemptId = uuidV7();
  await prisma.taskAttempt.create({
    data: {
      id: attemptId,
      taskInstanceId: task.id,
      runId,
      dagId: DEMO.dag_id,
      taskId: task.taskId,
      number: 9,
      state: "success",
      queue: "default",
    },
  });
  const key = `artifacts/${runId}/${attemptId}/x/report.html`;
  await prisma.artifact.create({
    data: {
      id: newId("art"),
      runId,
      dagId: DEMO.dag_id,
      taskId: "a",
      attemptId,
      path: "report.html",
      key,
      contentType: "text/html",
      sizeBytes: 1n,
      sha256: "x",
    },
  });
  await prisma.taskLogChunk.create({
    data: { attemptId, seq: 0, firstLine: 1, lines: 1, sizeBytes: 1 },
  });
  const set = `features/training-sets/${attemptId}/`;
  await prisma.taskInstance.update({
    where: { id: task.id },
    data: { result: { training_set: `${set}data.parquet` } },
  });
  await stores.storage.putBytes(`${set}data.parquet`, "x");
  await stores.storage.putBytes(`${set}manifest.json`, "x");
  await stores.storage.putBytes(key, "x");
  await stores.storage.putBytes(`logs/${runId}/${attemptId}/0`, "x");
}

describe("the demo", () => {
  it("is loaded once, watched, and removed without a trace of it or a scratch on others", async () => {
    expect(await demoState(editor(), {})).toMatchObject({ available: true, backfill_id: null });
    const first = await loadDemo(editor());
    expect(first.created).toBe(true);
    expect(await loadDemo(editor())).toEqual({ backfill_id: first.backfill_id, created: false });
    expect(await demoState(editor(), {})).toMatchObject({ state: "running", total_runs: 31, ended_runs: 0 });
    await createBackfill(editor(), { dag_id: DEMO.dag_id, from_date: "2001-02-01", to_date: "2001-02-03" });

    await expect(removeDemo(admin())).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await count()).toBe(33);

    await cancelBackfill(admin(), { id: first.backfill_id });
    const { prisma } = stores.db;
    await prisma.dagRun.updateMany({
      where: { backfillId: first.backfill_id },
      data: { state: "success", finishedAt: new Date() },
    });
    const runs = await prisma.dagRun.findMany({ where: { backfillId: first.backfill_id } });
    for (const run of runs.slice(0, 3)) await leaveTraces(run.id);
    for (const key of [keys.rawParquet("2001-01-31"), keys.model("2001-01-02"), "raw/other.csv"])
      await stores.storage.putBytes(key, "x");
    await stores.storage.putBytes(keys.rawParquet("2001-02-01"), "x");

    expect(await removeDemo(admin())).toEqual({ runs: 31, artifacts: 3, objects: 14 });
    expect(await demoState(editor(), {})).toMatchObject({ backfill_id: null, total_runs: 0 });
    const runId = { in: runs.map((run) => run.id) };
    const left = await Promise.all([
      prisma.dagRun.count({ where: { id: runId } }),
      prisma.taskInstance.count({ where: { runId } }),
      prisma.taskAttempt.count({ where: { runId } }),
      prisma.taskLogChunk.count(),
      prisma.artifact.count(),
    ]);
    expect(left).toEqual([0, 0, 0, 0, 0]);
    const { objects } = await stores.storage.list("");
    expect(objects.map((object) => object.key)).toEqual([
      "raw/flights/date=2001-02-01.parquet",
      "raw/other.csv",
    ]);
    expect(await count()).toBe(2);
    const audit = await prisma.auditLog.findMany({ where: { targetId: DEMO.dag_id, action: "demo.remove" } });
    expect(audit).toHaveLength(1);
    expect((await loadDemo(editor())).created).toBe(true);
  });

  it("guards the alias of its model by a policy, and leaves a person's own alone", async () => {
    const { name, alias, expression } = CHAMPION;
    const policies = async () => (await listPolicies(admin(), { name })).data;
    await loadDemo(editor());
    expect(await policies()).toMatchObject([{ alias, expression, approver_role: null }]);
    await setPolicy(admin(), { name, alias, policy: { expression: "version > 3" } });
    await guardChampion(editor());
    expect(await policies()).toMatchObject([{ alias, expression: "version > 3" }]);
  });

  it("may be loaded by everyone who may start runs, and removed by admins only", async () => {
    await expect(loadDemo(testCtx(stores, ["runs:read"]))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(removeDemo(editor())).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

it("its prefixes hold every object that the pipeline stores of a day", () => {
  const prefixes = demoPrefixes();
  const day = "2001-01-15";
  const stored = [
    keys.rawParquet(day),
    keys.rawCsv(day),
    keys.features("origin", day),
    keys.features("destination", day),
    keys.features("route", day),
    keys.model(day),
    keys.metrics(day),
    keys.holdout(day),
    keys.trainingRows(day),
    keys.holdoutRows(day),
    keys.schedule(day),
    keys.predictions(day),
    keys.asked(day),
  ];
  for (const key of stored) expect(prefixes.filter((prefix) => key.startsWith(prefix))).toHaveLength(1);
  expect(prefixes.some((prefix) => keys.rawCsv("2001-02-01").startsWith(prefix))).toBe(false);
  expect(prefixes.filter((prefix) => keys.predictions("2001-02-01").startsWith(prefix))).toHaveLength(1);
});

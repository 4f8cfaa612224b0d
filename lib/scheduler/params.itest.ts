import { expect, test } from "vitest";
import { createBackfill } from "@/lib/backfills";
import { getPipeline, savePipeline } from "@/lib/pipelines";
import { newId } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { testCtx, testStores } from "@/lib/testing";
import { createDueRuns } from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);
const now = new Date("2026-11-28T12:00:00Z");

async function save(spec: object): Promise<string> {
  const dag_id = newId("evt");
  const tasks = [{ task_id: "a", kind: "empty" }];
  await savePipeline(ctx(), { dag_id, parent_id: null, spec: { dag_id, tasks, ...spec } });
  return dag_id;
}

test("every kind of run has the same defaults, nested ones too", async () => {
  stores.clock.set(now.toISOString());
  const opts = { type: "object", default: {}, properties: { n: { type: "integer", default: 5 } } };
  const params = { properties: { opts, toString: { default: "own" } } };
  const dag_id = await save({ schedule: "@daily", start_date: "2026-11-01", params });
  await createDueRuns(stores, now);
  await triggerRun(ctx(), { dag_id });
  await createBackfill(ctx(), { dag_id, from_date: "2026-11-01", to_date: "2026-11-02" });
  const runs = await stores.db.prisma.dagRun.findMany({
    where: { dagId: dag_id },
    orderBy: { runType: "asc" },
  });
  const filled = { opts: { n: 5 }, toString: "own" };
  expect(runs.map(({ runType, params }) => [runType, params])).toEqual([
    ["backfill", filled],
    ["manual", filled],
    ["scheduled", filled],
  ]);
});

test.each<[string, object, object, { code: string }]>([
  [
    "its defaults are not what it allows",
    { params: { properties: { lim: { type: "integer", default: 10, maximum: 5 } } } },
    {},
    { code: "schedule_stopped" },
  ],
  ["it never fires", {}, { scheduleCron: "0 0 31 4,6 *" }, { code: "cron_never" }],
  ["it means another minute at each reading", {}, { scheduleCron: "H 5 * * *" }, { code: "bad_cron" }],
])("a pipeline that was saved before says why its schedule stopped: %s", async (_, spec, row, reason) => {
  const dag_id = await save({ schedule: "@daily", start_date: "2026-11-01" });
  const version = await stores.db.prisma.dagVersion.findFirstOrThrow({ where: { dagId: dag_id } });
  const old = { ...Object(version.spec), ...spec };
  await stores.db.prisma.dagVersion.update({ where: { id: version.id }, data: { spec: old } });
  await stores.db.prisma.dag.update({ where: { id: dag_id }, data: { ...row, nextRunAt: null } });
  await createDueRuns(stores, now).catch(() => {});
  await createDueRuns(stores, now);
  expect((await getPipeline(ctx(), { dag_id })).schedule_problem).toMatchObject(reason);
  expect(await stores.db.prisma.dagRun.count({ where: { dagId: dag_id } })).toBe(0);
});

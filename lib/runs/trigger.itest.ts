import { expect, test } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { newId } from "@/lib/platform/ids";
import { createDueRuns } from "@/lib/scheduler";
import { testCtx, testStores } from "@/lib/testing";
import { clearRun, getGrid, getRun, listRuns, triggerRun } from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);

async function save(spec: object = {}): Promise<string> {
  const dag_id = newId("evt");
  const tasks = [{ task_id: "a", kind: "bash", command: ["true"] }];
  await savePipeline(ctx(), { dag_id, parent_id: null, spec: { dag_id, tasks, ...spec } });
  return dag_id;
}
const daily = (time_zone: string) => ({ schedule: { cron: "@daily", time_zone } });

test.each<[string, object, string, [string, string]]>([
  // A date at which the schedule fires begins its interval; any other lies in one.
  ["a fire", daily("Asia/Seoul"), "2026-11-10T00:00:00+09:00", ["2026-11-09T15:00", "2026-11-10T15:00"]],
  ["within", daily("Asia/Seoul"), "2026-11-10T18:30:00+09:00", ["2026-11-09T15:00", "2026-11-10T15:00"]],
  [
    "the last moment",
    daily("Asia/Seoul"),
    "2026-11-10T14:59:59.999Z",
    ["2026-11-09T15:00", "2026-11-10T15:00"],
  ],
  ["a short day", daily("Europe/Berlin"), "2026-03-29T12:00:00Z", ["2026-03-28T23:00", "2026-03-29T22:00"]],
  ["a month", { schedule: "@monthly" }, "2026-09-15T00:00:00Z", ["2026-09-01T00:00", "2026-10-01T00:00"]],
  ["no schedule", {}, "2026-11-10T00:00:00Z", ["2026-11-10T00:00", "2026-11-10T00:00"]],
])("a run of a logical date has the schedule's interval: %s", async (_, spec, logical_date, interval) => {
  const dag_id = await save(spec);
  const { id } = await triggerRun(ctx(), { dag_id, logical_date });
  const run = await getRun(ctx(), { run_id: id });
  expect([run.data_interval_start, run.data_interval_end].map((at) => at?.slice(0, 16))).toEqual(interval);
  expect(run).toMatchObject({ logical_date: new Date(logical_date).toISOString(), state: "running" });
});

test("a run at a date of the schedule is that interval's run: processed once, and not before its data is there", async () => {
  const now = new Date();
  const minute = new Date(Math.ceil((now.getTime() + 60_000) / 60_000) * 60_000);
  const [start, end, after] = [0, 60_000, 120_000].map((ms) => new Date(minute.getTime() + ms).toISOString());
  const dag_id = await save({ schedule: "* * * * *", catchup: true, max_active_runs: 1, start_date: start });
  const { id } = await triggerRun(ctx(), { dag_id, logical_date: start });
  expect(await getRun(ctx(), { run_id: id })).toMatchObject({
    state: "queued",
    data_interval_start: start,
    data_interval_end: end,
    waits_for: { reason: "interval_end", until: end },
  });
  // While it waits it does not count against the schedule's limit.
  for (let round = 0; round < 2; round++) await createDueRuns(stores, new Date(after ?? ""));
  const runs = await stores.db.prisma.dagRun.findMany({
    where: { dagId: dag_id },
    orderBy: { logicalDate: "asc" },
  });
  expect(runs.map((run) => `${run.runType} ${run.logicalDate?.toISOString()}`)).toEqual([
    `manual ${start}`,
    `scheduled ${end}`,
  ]);
});

test("a trigger that is repeated means the same run, and one that is not the same says which is in its way", async () => {
  const dag_id = await save({
    params: { properties: { n: { type: "integer", default: 1 }, m: { default: { b: 1, a: 2 } } } },
  });
  const [first, second] = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"];
  const ask = (more: object) => triggerRun(ctx(), { dag_id, ...more });
  const a = await ask({ run_key: "ka", logical_date: first });
  const b = await ask({ run_key: "kb", logical_date: second, params: { n: 2 } });
  const same = (id: string) => ({ id, created: false });
  expect(await ask({ run_key: "ka", logical_date: first })).toEqual(same(a.id));
  expect(await ask({ run_key: "ka" })).toEqual(same(a.id));
  expect(await ask({ logical_date: first })).toEqual(same(a.id));
  expect(await ask({ run_key: "ka", params: { m: { a: 2, b: 1 }, n: 1 } })).toEqual(same(a.id));
  expect(await ask({ run_key: "kb", params: { n: 2 } })).toEqual(same(b.id));
  const refused = async (more: object, code: string, values: object) =>
    expect(await ask(more).catch((error: unknown) => error)).toMatchObject({
      code: "CONFLICT",
      extra: { reason: { code, values } },
    });
  await refused({ run_key: "ka", logical_date: second }, "date_of_other_run", { run_key: "kb" });
  await refused({ run_key: "kc", logical_date: second }, "date_of_other_run", { run_key: "kb" });
  await refused({ run_key: "ka", logical_date: "2026-11-03T00:00:00Z" }, "key_of_other_run", {
    run_key: "ka",
  });
  await refused({ run_key: "ka", params: { n: 3 } }, "run_of_other_params", { run_key: "ka" });
  await refused({ run_key: "kb" }, "run_of_other_params", { run_key: "kb" });
  await refused({ logical_date: first, params: { n: 3 } }, "run_of_other_params", { run_key: "ka" });
  expect(await stores.db.prisma.dagRun.count({ where: { dagId: dag_id } })).toBe(2);
});

test("a key of the schedule or of a backfill does not take an interval's place, and still names its run", async () => {
  const dag_id = await save({
    ...daily("UTC"),
    catchup: true,
    start_date: "2026-11-10",
    end_date: "2026-11-11",
  });
  const start = "2026-11-10T00:00:00.000Z";
  for (const run_key of [`scheduled__${start}`, `backfill__${start}`])
    expect(await triggerRun(ctx(), { dag_id, run_key }).catch((error: unknown) => error)).toMatchObject({
      code: "INVALID",
      extra: { errors: [{ pointer: "/run_key", code: "reserved_run_key", values: { run_key } }] },
    });
  await createDueRuns(stores, new Date("2026-11-12T00:00:00Z"));
  const [run] = await stores.db.prisma.dagRun.findMany({ where: { dagId: dag_id } });
  expect(run?.dataIntervalEnd?.toISOString()).toBe("2026-11-11T00:00:00.000Z");
  expect(await triggerRun(ctx(), { dag_id, run_key: `scheduled__${start}` })).toEqual({
    id: run?.id,
    created: false,
  });
});

test.each(["9999-12-31T23:59:59Z", "9999-12-30T00:00:00-12:00", "0001-06-01T00:00:00Z"])(
  "a run may have the logical date %s, whatever its interval would be",
  async (logical_date) => {
    const dag_id = await save({ schedule: { cron: "0 0 1 1 *", time_zone: "Asia/Seoul" } });
    expect(await triggerRun(ctx(), { dag_id, logical_date })).toMatchObject({ created: true });
  },
);

test("a pipeline and its tasks are found by either way to write their names", async () => {
  const dag_id = `${newId("evt")}-훈련`.normalize("NFC");
  const other = dag_id.normalize("NFD");
  const [task, otherTask] = ["NFC", "NFD"].map((form) => "평가".normalize(form));
  const tasks = [{ task_id: task, kind: "bash", command: ["true"] }];
  await savePipeline(ctx(), { dag_id, parent_id: null, spec: { dag_id, tasks } });
  const { id } = await triggerRun(ctx(), { dag_id: other, run_key: "k" });
  const cleared = await clearRun(ctx(), { run_id: id, task_ids: [otherTask ?? ""], dry_run: true });
  expect(cleared.tasks.map(({ task_id }) => task_id)).toEqual([task]);
  expect(await triggerRun(ctx(), { dag_id, run_key: "k" })).toEqual({ id, created: false });
  for (const name of [dag_id, other]) {
    expect((await getGrid(ctx(), { dag_id: name })).runs.map((run) => run.id)).toEqual([id]);
    expect((await listRuns(ctx(), { dag_id: name })).data.map((run) => run.id)).toEqual([id]);
  }
});

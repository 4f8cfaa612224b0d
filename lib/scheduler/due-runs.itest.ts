import { afterEach, describe, expect, test } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { createDueRuns } from "./index";
import { dueDags, holdUnchanged } from "./repository";
import { makeScheduled } from "./testing";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
const NOW = new Date("2026-01-10T12:00:00Z");

// Runs left due by one test would be created by the next one.
afterEach(async () => {
  await sql().rows("UPDATE dag SET is_paused = true");
});

/** Counts pipelines by their number of runs. */
async function runsOf(ids: readonly string[]): Promise<Record<number, number>> {
  const rows = await sql().rows<{ runs: number; pipelines: number }>(
    `SELECT runs, count(*)::int AS pipelines FROM (
       SELECT (SELECT count(*)::int FROM dag_run r WHERE r.dag_id = g.id) AS runs FROM unnest($1::text[]) AS g(id)
     ) counted GROUP BY runs`,
    [ids],
  );
  return Object.fromEntries(rows.map(({ runs, pipelines }) => [runs, pipelines]));
}
const setAll = (ids: readonly string[], set: string) =>
  sql().rows(`UPDATE dag SET ${set} WHERE dag_id = ANY($1::text[])`, [ids]);

describe("due at once", () => {
  // Around a group, the number that one statement reads, and two of those.
  test.each([1, 20, 21, 50, 51, 199, 200, 201, 400, 401])("%i pipelines: one run each", async (count) => {
    const ids = await makeScheduled(stores, count);
    await createDueRuns(stores, NOW);
    expect(await runsOf(ids)).toEqual({ 1: count });
    await createDueRuns(stores, NOW);
    expect(await runsOf(ids)).toEqual({ 1: count });
  });

  test("a thousand, before two schedulers: one run each, with its tasks", async () => {
    const ids = await makeScheduled(stores, 1_000, { tasks: 2 });
    await Promise.all([createDueRuns(stores, NOW), createDueRuns(stores, NOW)]);
    await createDueRuns(stores, NOW);
    expect(await runsOf(ids)).toEqual({ 1: 1_000 });
    const [tasks] = await sql().rows<{ count: number }>(
      "SELECT count(*)::int AS count FROM task_instance WHERE dag_id = ANY($1::text[])",
      [ids],
    );
    expect(tasks?.count).toBe(2_000);
  });

  test.each([
    [4_999, 1],
    [5_000, 1],
    [2_500, 3],
    [2_501, 3],
  ])("large ones: of %i tasks, %i pipelines", async (tasks, count) => {
    const ids = await makeScheduled(stores, count, { tasks });
    await createDueRuns(stores, NOW);
    expect(await runsOf(ids)).toEqual({ 1: count });
  });

  test("a catch-up of more than a transaction should make goes on in the next round", async () => {
    const ids = await makeScheduled(stores, 1, { tasks: 1_700, catchup: true });
    await createDueRuns(stores, NOW);
    expect(await runsOf(ids)).toEqual({ 2: 1 });
    for (let round = 0; round < 5; round++) await createDueRuns(stores, NOW);
    expect(await runsOf(ids)).toEqual({ 9: 1 });
  });
});

describe("a schedule that cannot be followed", () => {
  test("stops no other, is asked once, says why, and is asked again after the next save", async () => {
    // Noted in the order of their names: all of these come before the good one.
    const bad = await makeScheduled(stores, 250, { cron: "no cron" });
    const good = await makeScheduled(stores, 1);
    const failure: unknown = await createDueRuns(stores, NOW).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AggregateError);
    expect(await runsOf(good)).toEqual({ 1: 1 });
    await createDueRuns(stores, NOW);
    const first = await stores.db.prisma.dag.findUniqueOrThrow({ where: { id: bad[0] ?? "" } });
    expect(first.scheduleError).toBeTruthy();
    expect(first.nextRunAt).toBeNull();
  });

  test("is forgotten by a save", async () => {
    const dag_id = newId("evt");
    const spec = {
      dag_id,
      schedule: "@daily",
      start_date: "2026-01-01",
      tasks: [{ task_id: "a", kind: "empty" }],
    };
    const ctx = testCtx(stores);
    const saved = await savePipeline(ctx, { dag_id, spec, parent_id: null });
    await setAll([dag_id], "schedule_error = 'it had no next time'");
    await createDueRuns(stores, NOW);
    expect(await runsOf([dag_id])).toEqual({ 0: 1 });
    await savePipeline(ctx, { dag_id, spec: { ...spec, owner: "ml" }, parent_id: saved.id });
    await createDueRuns(stores, NOW);
    expect(await runsOf([dag_id])).toEqual({ 1: 1 });
  });
});

test("a pipeline whose run cannot be made stops none of its group, nor of the next", async () => {
  const ids = await makeScheduled(stores, 120);
  const bad = ids[7] ?? "";
  await sql().rows(`UPDATE dag_version SET spec = '{"tasks": [{"task_id": null}]}' WHERE dag_id = $1`, [bad]);
  await expect(createDueRuns(stores, NOW)).rejects.toThrow(`${bad} is held back`);
  expect(await runsOf(ids)).toEqual({ 0: 1, 1: 119 });
});

describe("a scheduler with an old view changes nothing", () => {
  test.each([
    ["another has made the run meanwhile", () => createDueRuns(stores, NOW)],
    ["the pipeline was paused", (ids: string[]) => setAll(ids, "is_paused = true")],
    ["its file is gone", (ids: string[]) => setAll(ids, "stale_at = now()")],
    ["its schedule was taken away", (ids: string[]) => setAll(ids, "schedule_cron = NULL")],
    [
      "it has a new version",
      async ([id = ""]: string[]) => {
        await sql().rows(
          `INSERT INTO dag_version (id, dag_id, number, spec, spec_sha256, layout, origin)
           SELECT id || 'b', dag_id, 2, spec, 'y', '{}', 'api' FROM dag_version WHERE dag_id = $1`,
          [id],
        );
        await sql().rows("UPDATE dag SET head_version_id = head_version_id || 'b' WHERE dag_id = $1", [id]);
      },
    ],
  ])("when %s", async (_name, change) => {
    const ids = await makeScheduled(stores, 1);
    const { dags } = await dueDags(sql(), NOW, null, 10);
    expect(dags.map(({ dagId }) => dagId)).toEqual(ids);
    const hold = () => poolTransaction(stores.db.pool, (tx) => holdUnchanged(tx, dags, new Set(ids)));
    expect(await hold()).toHaveLength(1);
    await change(ids);
    expect(await hold()).toEqual([]);
    await setAll(ids, "schedule_cron = NULL");
  });

  test("nor while another one holds the pipeline", async () => {
    const ids = await makeScheduled(stores, 2);
    const { dags } = await dueDags(sql(), NOW, null, 10);
    const held = await poolTransaction(stores.db.pool, async (other) => {
      await holdUnchanged(other, dags.slice(0, 1), new Set());
      return poolTransaction(stores.db.pool, (tx) => holdUnchanged(tx, dags, new Set()));
    });
    expect(held.map(({ dagId }) => dagId)).toEqual(ids.slice(1));
  });
});

test("days that have run do not run again under a changed schedule, though runs are not counted", async () => {
  const ids = await makeScheduled(stores, 1, { catchup: true });
  await createDueRuns(stores, NOW);
  // As a save leaves it: the next time is unknown, and where the runs have come to is kept.
  const unknown = "next_interval_start = NULL, next_interval_end = NULL, next_run_at = NULL";
  await setAll(ids, `schedule_cron = '0 12 * * *', ${unknown}`);
  await createDueRuns(stores, new Date("2026-01-11T13:00:00Z"));
  const runs = await stores.db.prisma.dagRun.findMany({
    where: { dagId: ids[0] ?? "" },
    orderBy: { logicalDate: "asc" },
  });
  expect(runs.slice(-2).map((run) => run.logicalDate?.toISOString())).toEqual([
    "2026-01-09T00:00:00.000Z",
    "2026-01-10T12:00:00.000Z",
  ]);
  expect(runs).toHaveLength(10);
});

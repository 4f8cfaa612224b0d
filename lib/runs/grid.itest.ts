import { expect, test } from "vitest";
import { InvalidError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import { getGrid, triggerRun } from "./index";
import { makePipeline } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
const day = (number: number) => `2001-01-${String(number).padStart(2, "0")}T00:00:00.000Z`;

/** Runs of these days of January 2001, made in this order. */
async function withDays(days: readonly number[]) {
  const dag_id = await makePipeline(stores, { tasks: [{ task_id: "only" }] });
  const ids = new Map<number, string>();
  for (const number of days)
    ids.set(number, (await triggerRun(ctx(), { dag_id, logical_date: day(number) })).id);
  return { dag_id, ids, dayOf: (id: string) => [...ids].find(([, known]) => known === id)?.[0] ?? "now" };
}

test("runs stand by their logical dates whenever they were made; one without stands where it was asked for", async () => {
  const { dag_id, dayOf } = await withDays([3, 1]);
  await triggerRun(ctx(), { dag_id });
  await triggerRun(ctx(), { dag_id, logical_date: day(2) });
  const { runs } = await getGrid(ctx(), { dag_id });
  expect(runs.map(({ logical_date }) => logical_date)).toEqual([null, day(3), day(2), day(1)]);
  expect(runs.map(({ id }) => dayOf(id))).toEqual(["now", 3, "now", 1]);
});

test("pages go to older runs and back, none twice and none left out, and the newest page is always full", async () => {
  const { dag_id, dayOf } = await withDays([1, 2, 3, 4, 5]);
  const page = async (cursor?: string | null) => {
    const grid = await getGrid(ctx(), { dag_id, limit: 2, ...(cursor ? { cursor } : {}) });
    return { ...grid, days: grid.runs.map(({ id }) => dayOf(id)) };
  };
  const first = await page();
  expect(first).toMatchObject({ days: [5, 4], newer: null, cut_to: null });
  const second = await page(first.older);
  expect(second.days).toEqual([3, 2]);
  const last = await page(second.older);
  expect(last).toMatchObject({ days: [1], older: null });
  expect((await page(last.newer)).days).toEqual([3, 2]);
  expect(await page((await page(last.newer)).newer)).toMatchObject({ days: [5, 4], newer: null });
  // Of a page that would be shorter than asked for, the newest runs are shown.
  const odd = await getGrid(ctx(), { dag_id, limit: 3 });
  expect((await getGrid(ctx(), { dag_id, limit: 4, cursor: odd.older ?? "" })).runs).toHaveLength(2);
});

test("the filter is that of the list: state, type, backfill and version", async () => {
  const { dag_id, ids } = await withDays([1, 2, 3]);
  await stores.db.prisma.dagRun.update({ where: { id: ids.get(2) ?? "" }, data: { state: "failed" } });
  const idsOf = async (query: object) =>
    (await getGrid(ctx(), { dag_id, ...query })).runs.map(({ id }) => id);
  expect(await idsOf({ state: "failed" })).toEqual([ids.get(2)]);
  expect(await idsOf({ state: "failed,success" })).toEqual([ids.get(2)]);
  expect(await idsOf({ run_type: "backfill" })).toEqual([]);
  expect(await idsOf({ run_type: "manual", version: 1 })).toHaveLength(3);
  expect(await idsOf({ version: 2 })).toEqual([]);
  expect(await idsOf({ backfill_id: "bf_none" })).toEqual([]);
});

test("an answer has a limit of cells, says so, and its page of older runs goes on from there", async () => {
  const tasks = Array.from({ length: 5_000 }, (_, at) => ({ task_id: `t${at}` }));
  const dag_id = await makePipeline(stores, { tasks });
  const { id: dagVersionId } = await stores.db.prisma.dagVersion.findFirstOrThrow({
    where: { dagId: dag_id },
  });
  const at = new Date(day(1));
  // Rows alone: what they hold of tasks is of no matter here.
  await stores.db.prisma.dagRun.createMany({
    data: Array.from({ length: 12 }, (_, place) => ({
      id: `run_cut_${place}`,
      dagId: dag_id,
      dagVersionId,
      runKey: `key_${place}`,
      runType: "manual",
      state: "success",
      logicalDate: new Date(day(place + 1)),
      runAfter: at,
      unfinished: 0,
    })),
  });
  const cut = await getGrid(ctx(), { dag_id });
  expect(cut).toMatchObject({ cut_to: 10, newer: null });
  expect(cut.runs).toHaveLength(10);
  const rest = await getGrid(ctx(), { dag_id, cursor: cut.older ?? "" });
  expect(rest.runs.map(({ id }) => id)).toEqual(["run_cut_1", "run_cut_0"]);
});

test("a cursor that this API did not give is refused", async () => {
  const { dag_id } = await withDays([1]);
  const made = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString("base64url");
  for (const cursor of [
    "x",
    made(["older"]),
    made(["up", "2001-01-01 00:00:00+00", "run_1"]),
    made([1, 2, 3]),
  ])
    await expect(getGrid(ctx(), { dag_id, cursor }), cursor).rejects.toBeInstanceOf(InvalidError);
});

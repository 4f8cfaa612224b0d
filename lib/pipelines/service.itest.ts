import { describe, expect, it } from "vitest";
import { StaleError } from "@/lib/platform/errors";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import {
  getPipeline,
  getVersion,
  listPipelines,
  listVersions,
  savePipeline,
  setPipelinePaused,
} from "./index";
import { PipelinePage } from "./schema";
import { isFound } from "./values";

const stores = testStores();
const editor = () => testCtx(stores, ["pipelines:read", "pipelines:write"]);
const viewer = () => testCtx(stores, ["pipelines:read"]);
const spec = (dag_id: string, more: object = {}) => ({
  dag_id,
  tasks: [
    { task_id: "a", kind: "bash", command: ["true"] },
    { task_id: "b", kind: "empty", depends_on: ["a"] },
  ],
  ...more,
});

describe("savePipeline", () => {
  it("makes version 1, then 2 on top of it, and nothing for the same spec again", async () => {
    const first = await savePipeline(editor(), { dag_id: "one", spec: spec("one"), parent_id: null });
    expect(first).toMatchObject({ number: 1, layout: { nodes: { a: {}, b: {} } } });
    const again = await savePipeline(editor(), { dag_id: "one", spec: spec("one"), parent_id: first.id });
    expect(again.id).toBe(first.id);
    const second = await savePipeline(editor(), {
      dag_id: "one",
      spec: spec("one", { schedule: { cron: "0 5 * * *", time_zone: "Asia/Seoul" } }),
      parent_id: first.id,
      message: "nightly",
    });
    expect(second).toMatchObject({ number: 2, message: "nightly" });
    expect((await listVersions(viewer(), { dag_id: "one" })).data.map((version) => version.number)).toEqual([
      2, 1,
    ]);
    expect((await getVersion(viewer(), { dag_id: "one", number: 1 })).spec.schedule).toBeNull();
    expect(await getPipeline(viewer(), { dag_id: "one" })).toMatchObject({
      version: 2,
      schedule: { cron: "0 5 * * *", time_zone: "Asia/Seoul" },
      last_runs: [],
    });
  });
  it("of two authors at once one wins and the other is shown the head", async () => {
    const first = await savePipeline(editor(), { dag_id: "race", spec: spec("race"), parent_id: null });
    const both = await Promise.allSettled(
      ["x", "y"].map((description) =>
        savePipeline(editor(), { dag_id: "race", spec: spec("race", { description }), parent_id: first.id }),
      ),
    );
    const lost = both.find((one) => one.status === "rejected");
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(lost?.reason).toBeInstanceOf(StaleError);
    expect(lost?.reason.extra.current).toMatchObject({ number: 2 });
  });
  it("saves nothing of a spec that is wrong", async () => {
    await expect(
      savePipeline(editor(), {
        dag_id: "bad",
        spec: spec("bad", { tasks: [{ task_id: "a", kind: "empty", pool: "gpu" }] }),
        parent_id: null,
      }),
    ).rejects.toThrow(/pool "gpu"/);
    await expect(
      savePipeline(editor(), { dag_id: "bad", spec: spec("other"), parent_id: null }),
    ).rejects.toThrow(/not the pipeline's own/);
    await expect(getPipeline(viewer(), { dag_id: "bad" })).rejects.toThrow(/no pipeline "bad"/);
  });
  it("waits for who removes one of its pools, and then knows that it is gone", async () => {
    await stores.db.prisma.pool.create({ data: { name: "leaving", slots: 1 } });
    const other = await stores.db.pool.connect();
    try {
      await other.query("BEGIN");
      await other.query("DELETE FROM pool WHERE name = 'leaving'");
      const tasks = [{ task_id: "a", kind: "empty", pool: "leaving" }];
      const saved = savePipeline(editor(), {
        dag_id: "late",
        spec: spec("late", { tasks }),
        parent_id: null,
      }).catch((error: Error) => error.message);
      await waitFor("the save to wait", async () => {
        const { rows } = await other.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0",
        );
        return rows.length > 0;
      });
      await other.query("COMMIT");
      expect(await saved).toMatch(/pool "leaving"/);
    } finally {
      other.release();
    }
  });
  it("is the editor's, and is recorded", async () => {
    await expect(savePipeline(viewer(), { dag_id: "no", spec: spec("no"), parent_id: null })).rejects.toThrow(
      /pipelines:write/,
    );
    await savePipeline(editor(), { dag_id: "yes", spec: spec("yes"), parent_id: null });
    expect(await stores.db.prisma.auditLog.count({ where: { action: "dag.save", targetId: "yes" } })).toBe(1);
  });
});

it("pause is a change once", async () => {
  await savePipeline(editor(), {
    dag_id: "paused",
    spec: spec("paused", { tags: ["t"], owner: "ada" }),
    parent_id: null,
  });
  await setPipelinePaused(editor(), { dag_id: "paused", is_paused: true });
  await setPipelinePaused(editor(), { dag_id: "paused", is_paused: true });
  expect(await stores.db.prisma.auditLog.count({ where: { action: "dag.pause", targetId: "paused" } })).toBe(
    1,
  );
  const ids = async (filter: Parameters<typeof listPipelines>[1]) =>
    (await listPipelines(viewer(), filter)).data.map((row) => row.dag_id);
  expect(await ids({ paused: "true" })).toEqual(["paused"]);
  expect(await ids({ tag: "t", owner: "ada", q: "PAUS" })).toEqual(["paused"]);
  expect(await ids({ q: "ADA" })).toEqual(["paused"]);
  expect(await ids({ q: "T", paused: "true" })).toEqual(["paused"]);
  expect(await ids({ q: "nothing like it" })).toEqual([]);
});

it("lists every pipeline once, page by page, however many there are, and finds what the page's own filter finds", async () => {
  const words = ["Flights", "항공", "100%_done", "a\\b", "x"];
  await stores.db.prisma.dag.createMany({
    data: Array.from({ length: 401 }, (_, at) => ({
      id: `many_${String(at).padStart(3, "0")}`,
      origin: "api",
      description: at % 3 ? (words[at % 5] ?? null) : null,
      owner: at % 4 ? (words[at % 3] ?? null) : null,
      tags: at % 2 ? [words[at % 5] ?? "", "many"] : ["many"],
    })),
  });
  async function all(filter: { q?: string }) {
    const rows = [];
    let cursor: string | null = null;
    do {
      const page = await listPipelines(viewer(), {
        ...filter,
        tag: "many",
        limit: 200,
        ...(cursor && { cursor }),
      });
      expect(page.has_more).toBe(page.next_cursor !== null);
      expect(page.tags).toEqual([...new Set(page.tags)].sort());
      expect(page.tags).toContain("100%_done");
      rows.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor);
    return rows;
  }
  const every = await all({});
  expect(every.map((row) => row.dag_id)).toEqual(
    Array.from({ length: 401 }, (_, at) => `many_${String(at).padStart(3, "0")}`),
  );
  for (const q of ["FLIGHT", "항", "%", "_", "\\", "many_40", "X", "' OR 1=1 --"])
    expect((await all({ q })).map((row) => row.dag_id)).toEqual(
      every.filter((row) => isFound(row, q)).map((row) => row.dag_id),
    );
});

it("says of each pipeline how it goes: its newest runs, the last that ended, what runs, how many of 30 succeeded", async () => {
  const ids = ["runs_a", "runs_b", "runs_c"];
  for (const id of ids) await savePipeline(editor(), { dag_id: id, spec: spec(id), parent_id: null });
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
  const add = async (dagId: string, states: readonly string[]) => {
    const version = await stores.db.prisma.dagVersion.findFirstOrThrow({ where: { dagId } });
    await stores.db.prisma.dagRun.createMany({
      data: states.map((state, index) => ({
        id: `run_${dagId}_${String(index).padStart(2, "0")}`,
        dagId,
        dagVersionId: version.id,
        runKey: `k${index}`,
        runType: "manual",
        state,
        runAfter: at(0),
        unfinished: 0,
        startedAt: state === "queued" ? null : at(0),
        finishedAt: state === "queued" || state === "running" ? null : at(index),
      })),
    });
  };
  const good = (count: number) => Array.from({ length: count }, () => "success");
  await add("runs_a", ["failed", ...good(29), "failed", "running", "queued", "queued"]);
  await add("runs_c", ["failed", "cancelled", "success"]);
  // Two minutes in an earlier round of the run.
  const version = await stores.db.prisma.dagVersion.findFirstOrThrow({ where: { dagId: "runs_c" } });
  await stores.db.prisma.dagRun.update({ where: { id: "run_runs_c_02" }, data: { clearNumber: 1 } });
  await stores.db.prisma.dagRunPast.create({
    data: {
      runId: "run_runs_c_02",
      clearNumber: 0,
      dagVersionId: version.id,
      params: {},
      state: "failed",
      startedAt: at(0),
      finishedAt: at(2),
    },
  });
  const { data, counts } = PipelinePage.parse(await listPipelines(viewer(), { q: "runs_" }));
  expect(data.map((row) => row.last_runs.map((run) => run.id.slice(-4)))).toEqual([
    Array.from({ length: 14 }, (_, index) => `a_${33 - index}`),
    [],
    ["c_02", "c_01", "c_00"],
  ]);
  expect(
    data.map(({ last_ended, running, queued, rated, succeeded }) => [
      last_ended?.state,
      last_ended?.ran_ms,
      running,
      queued,
      rated,
      succeeded,
    ]),
  ).toEqual([
    ["failed", 30 * 60_000, 1, 2, 30, 29],
    [undefined, undefined, 0, 0, 0, 0],
    ["success", 4 * 60_000, 0, 0, 2, 1],
  ]);
  const named = async (filter: object) =>
    (await listPipelines(viewer(), { q: "runs_", ...filter })).data.map((row) => row.dag_id);
  expect(await named({ failing: "true" })).toEqual(["runs_a"]);
  expect(await named({ failing: "false" })).toEqual(["runs_b", "runs_c"]);
  expect(await named({ running: "true" })).toEqual(["runs_a"]);
  expect([counts.failing, counts.running]).toEqual([1, 1]);
  expect(counts.active + counts.paused).toBe(counts.all);
});

it("says that a schedule has ended once its last interval has run", async () => {
  const schedule = { cron: "0 0 * * *", time_zone: "UTC" };
  const dates = { start_date: "2026-01-01", end_date: "2026-01-03", catchup: true };
  await savePipeline(editor(), {
    dag_id: "over",
    spec: spec("over", { schedule, ...dates }),
    parent_id: null,
  });
  const ended = async () => (await getPipeline(viewer(), { dag_id: "over" })).schedule_ended;
  expect(await ended()).toBe(false);
  await stores.db.prisma.dag.update({
    where: { id: "over" },
    data: { lastIntervalEnd: new Date("2026-01-03T00:00:00Z") },
  });
  expect(await ended()).toBe(true);
});

it("finds a pipeline however its name is written, and one that was saved before names had one form", async () => {
  const [nfc, nfd] = ["훈련", "훈련".normalize("NFD")];
  await savePipeline(editor(), { dag_id: nfd, spec: spec(nfd), parent_id: null });
  for (const dag_id of [nfc, nfd])
    expect(await getPipeline(viewer(), { dag_id })).toMatchObject({ dag_id: nfc });
  const old = "학습".normalize("NFD");
  await stores.db.prisma.dag.create({ data: { id: old, origin: "api" } });
  expect(await getPipeline(viewer(), { dag_id: old })).toMatchObject({ dag_id: old });
});

it("refuses a task that is larger than its pool, with its field", async () => {
  await stores.db.prisma.pool.create({ data: { name: "two", slots: 2 } });
  const tasks = (pool_slots: number) => [{ task_id: "a", kind: "empty", pool: "two", pool_slots }];
  const save = (pool_slots: number) =>
    savePipeline(editor(), {
      dag_id: "slots",
      spec: { dag_id: "slots", tasks: tasks(pool_slots) },
      parent_id: null,
    });
  await expect(save(3)).rejects.toMatchObject({
    extra: { errors: [{ pointer: "/tasks/0/pool_slots", code: "pool_slots" }] },
  });
  expect(await save(2)).toMatchObject({ number: 1 });
});

import { writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { finishTogether, triggerRun } from "@/lib/runs";
import { makePipeline, outcome } from "@/lib/runs/testing";
import { claimAttempt, createSpecCache } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { InputsTooLarge, writeInput } from "./inputs";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "gwanje-inputs-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const MIB = 1024 * 1024;

/** A run whose `join` waits for `u0` only; the others above it have ended with results of these sizes. */
async function joined(sizes: readonly number[]) {
  const names = sizes.map((_, at) => `u${at + 1}`);
  const tasks = [{ task_id: "u0" }, ...names.map((task_id) => ({ task_id, kind: "empty" }))];
  const join = { task_id: "join", depends_on: ["u0", ...names] };
  const spec = { tasks: [...tasks, join] };
  const { id } = await triggerRun(testCtx(stores), { dag_id: await makePipeline(stores, spec) });
  for (const [at, size] of sizes.entries())
    await sql().rows(
      "UPDATE task_instance SET result = to_jsonb(repeat('x', $3::int - 2)) WHERE run_id = $1 AND task_id = $2",
      [id, names[at], size],
    );
  const first = await stores.db.prisma.taskAttempt.findFirstOrThrow({ where: { runId: id, taskId: "u0" } });
  await claimAttempt(sql(), { attemptId: first.id, workerId: "w", leaseMs: 60_000 });
  return {
    id,
    upstream: ["u0", ...names],
    first: { ...outcome("success"), attemptId: first.id, workerId: "w" },
  };
}

async function inputOf(of: { id: string; upstream: string[] }, limitBytes?: number): Promise<unknown> {
  const file = join(dir, of.id);
  const box = { write: (path: string, text: string) => writeFileSync(path, text) };
  await writeInput(
    sql(),
    { runId: of.id, upstream: of.upstream },
    { params: { a: 1 } },
    { box, file },
    limitBytes,
  );
  return JSON.parse(await readFile(file, "utf8"));
}

test("a task is given what the tasks above it left, small or large, up to the limit and not a byte more", async () => {
  const run = await joined([10, MIB, MIB]);
  const total = 10 + 2 * MIB;
  const inputs = { u0: null, u1: "x".repeat(8), u2: "x".repeat(MIB - 2), u3: "x".repeat(MIB - 2) };
  expect(await inputOf(run, total)).toEqual({ params: { a: 1 }, inputs });
  await expect(inputOf(run, total - 1)).rejects.toThrow(
    new InputsTooLarge(
      `The results of the 4 tasks above have ${total} bytes together, over the limit of ${total - 1} (the largest: u2 ${MIB}, u3 ${MIB}, u1 10, u0 0). Store large data as objects and give their addresses.`,
    ),
  );
});

test("numbers arrive digit by digit, and without tasks above there are no inputs", async () => {
  const run = await joined([]);
  await sql().rows(
    "UPDATE task_instance SET result = '{\"id\": 1909198862420847982}' WHERE run_id = $1 AND task_id = 'u0'",
    [run.id],
  );
  await inputOf(run);
  expect(await readFile(join(dir, run.id), "utf8")).toContain('"u0":{"id": 1909198862420847982}');
  expect(await inputOf({ ...run, upstream: [] })).toEqual({ params: { a: 1 }, inputs: {} });
});

test("large results above a task do not hold up the end of the last of them, nor the claim of the task", async () => {
  const run = await joined(Array(40).fill(MIB));
  const taker = { workerId: "w", leaseMs: 8_000, queues: ["default"], specs: createSpecCache() };
  const [done] = await finishTogether(stores.db.pool, [run.first], taker);
  expect(done?.next).toMatchObject({ taskId: "join", upstream: run.upstream });
  expect(JSON.stringify(done?.next).length).toBeLessThan(10_000);
});

test("an end is saved also when the claim of the next task fails; that goes through the queue", async () => {
  const run = await joined([]);
  const broken = {
    taskOf: async () => {
      await sql().rows("SELECT 1 / 0");
      return { task: null, timeZone: "UTC" };
    },
  };
  const taker = { workerId: "w", leaseMs: 8_000, queues: ["default"], specs: broken };
  const [done] = await finishTogether(stores.db.pool, [run.first], taker);
  expect(done).toMatchObject({ applied: true, next: null });
  expect(done?.enqueue).toHaveLength(1);
  const rows = await stores.db.prisma.taskInstance.findMany({
    where: { runId: run.id },
    orderBy: { taskId: "asc" },
  });
  expect(rows.map(({ taskId, state }) => `${taskId} ${state}`)).toEqual(["join queued", "u0 success"]);
});

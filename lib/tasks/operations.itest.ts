import { expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { testCtx, testStores } from "@/lib/testing";
import {
  claimAttempts,
  getWorker,
  listQueues,
  listTaskKinds,
  listWorkers,
  readOrder,
  registerWorker,
  tellWorker,
  writeSample,
} from "./index";

const stores = testStores();
const WORKER = { id: newId("wrk"), host: "box", pid: 7, queues: ["default", "gpu"], concurrency: 4 };

async function pipeline(queue: string): Promise<string> {
  const dagId = newId("evt");
  const versionId = newId("ver");
  const spec = { tasks: ["a", "b"].map((task_id) => ({ task_id, queue, depends_on: [] })) };
  await stores.db.prisma.dag.create({ data: { id: dagId, origin: "api" } });
  await stores.db.prisma.dagVersion.create({
    data: { id: versionId, dagId, number: 1, spec, specSha256: "x", layout: {}, origin: "api" },
  });
  await stores.db.prisma.dag.update({ where: { id: dagId }, data: { headVersionId: versionId } });
  return dagId;
}

test("queues say what waits for whom, workers what they hold", async () => {
  const ctx = testCtx(stores);
  const sql = poolSql(stores.db.pool);
  await registerWorker(sql, WORKER);
  const dagId = await pipeline("default");
  const nobodys = await pipeline("tpu");
  await triggerRun(ctx, { dag_id: dagId });
  await triggerRun(ctx, { dag_id: nobodys });
  const rows = await sql.rows<{ id: string }>(
    "SELECT id::text AS id FROM task_attempt WHERE dag_id = $1 ORDER BY id LIMIT 1",
    [dagId],
  );
  await claimAttempts(sql, {
    attemptIds: rows.map((row) => row.id),
    workerId: WORKER.id,
    leaseMs: 10_000,
  });

  const queues = (await listQueues(ctx, {})).data;
  expect(
    queues.map(({ oldest_queued_at, done: _, failed: __, ...rest }) => ({
      ...rest,
      waits: oldest_queued_at !== null,
    })),
  ).toEqual([
    { name: "tpu", queued: 2, running: 0, workers: 0, dag_ids: [nobodys], waits: true },
    { name: "default", queued: 1, running: 1, workers: 1, dag_ids: [dagId], waits: true },
    { name: "gpu", queued: 0, running: 0, workers: 1, dag_ids: [], waits: false },
  ]);
  const [worker] = (await listWorkers(ctx, {})).data;
  expect(worker).toMatchObject({ id: WORKER.id, running: 1, concurrency: 4 });
  expect(worker?.attempts).toMatchObject([{ id: rows[0]?.id, dag_id: dagId, task_id: "a" }]);
});

test("a caller who may not read queues learns nothing about them", async () => {
  await expect(listQueues(testCtx(stores, ["runs:read"]), {})).rejects.toThrow(/queues:read/);
});

test("every live worker is listed; of those that have stopped 200, and how many more", async () => {
  const add = (kind: string, count: number, stopped: string) =>
    poolSql(stores.db.pool).rows(
      `INSERT INTO worker (id, host, pid, queues, concurrency, stopped_at)
       SELECT $1 || n, 'box', n, '{}', 1, ${stopped} FROM generate_series(1, $2::int) n`,
      [kind, count],
    );
  await stores.db.prisma.worker.deleteMany({ where: { stoppedAt: { not: null } } });
  const before = (await listWorkers(testCtx(stores), {})).data.length;
  await add("live", 205, "NULL");
  await add("long_gone", 5, "now() - interval '2 days'");
  for (const [stopped, more] of [
    [199, 0],
    [1, 0],
    [1, 1],
    [49, 50],
  ] as const) {
    await add(`stopped_${stopped}_${more}_`, stopped, "now()");
    const { data, more_stopped } = await listWorkers(testCtx(stores), {});
    expect(data.filter((worker) => worker.stopped_at === null)).toHaveLength(before + 205);
    expect(data.filter((worker) => worker.stopped_at !== null)).toHaveLength(stopped === 199 ? 199 : 200);
    expect(more_stopped).toBe(more);
    expect(data.findIndex((worker) => worker.stopped_at !== null)).toBe(before + 205);
  }
});

test("what ended is counted by worker, queue and kind, with how long it ran", async () => {
  const ctx = testCtx(stores);
  const sql = poolSql(stores.db.pool);
  const worker = { id: newId("wrk"), host: "counted", pid: 1, queues: ["counted"], concurrency: 1 };
  await registerWorker(sql, worker);
  const dagId = await pipeline("counted");
  for (let run = 0; run < 2; run++) await triggerRun(ctx, { dag_id: dagId });
  // Four attempts of two runs: one failed, one is of two hours ago.
  await sql.rows(
    `UPDATE task_attempt a SET worker_id = $2, state = CASE n.n WHEN 1 THEN 'failed' ELSE 'success' END,
       started_at = now() - CASE n.n WHEN 2 THEN interval '2 hours' ELSE interval '1 minute' END - n.n * interval '10 seconds',
       finished_at = now() - CASE n.n WHEN 2 THEN interval '2 hours' ELSE interval '1 minute' END
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM task_attempt WHERE dag_id = $1) n WHERE n.id = a.id`,
    [dagId, worker.id],
  );
  await sql.rows("UPDATE task_instance SET kind = 'counted' WHERE dag_id = $1", [dagId]);
  await writeSample(sql, worker.id, { cpu: 0.5, memoryBytes: 7_000_000_000, running: 1 });
  await writeSample(sql, worker.id, { cpu: 1.25, memoryBytes: 8_000_000_000, running: 2 });

  const queue = (await listQueues(ctx, {})).data.find(({ name }) => name === "counted");
  expect(queue).toMatchObject({ done: 2, failed: 1 });
  const one = await getWorker(ctx, { worker_id: worker.id });
  expect(one).toMatchObject({ host: "counted", done: 2, failed: 1, version: null });
  expect(one.recent).toHaveLength(4);
  expect(one.recent.filter(({ state }) => state === "failed")).toHaveLength(1);
  const last = one.samples.at(-1);
  expect(last).toMatchObject({ cpu: 1.25, memory_bytes: 8_000_000_000, running: 2 });
  const kind = (await listTaskKinds(ctx, {})).data.find((row) => row.kind === "counted");
  expect(kind).toMatchObject({ done: 3, failed: 1, p50_ms: 25_000, longest_ms: 40_000 });
  await expect(getWorker(ctx, { worker_id: "wrk_none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a worker is told to rest, to go on and to end, and one that has stopped is not told any more", async () => {
  const ctx = testCtx(stores);
  const sql = poolSql(stores.db.pool);
  const id = newId("wrk");
  await registerWorker(sql, { ...WORKER, id });
  const told: unknown[] = [await readOrder(sql, id)];
  for (const order of ["drain", "stop", "drain", "work"] as const) {
    await tellWorker(ctx, { worker_id: id, order });
    told.push(await readOrder(sql, id));
  }
  expect(told).toEqual(["work", "drain", "stop", "drain", "work"]);
  await tellWorker(ctx, { worker_id: id, order: "stop" });
  // It comes back under its id, as a process that was started again does not: with nothing of before.
  await registerWorker(sql, { ...WORKER, id });
  expect(await readOrder(sql, id)).toBe("work");
  await stores.db.prisma.worker.update({ where: { id }, data: { stoppedAt: new Date() } });
  await expect(tellWorker(ctx, { worker_id: id, order: "drain" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(
    tellWorker(testCtx(stores, ["queues:read"]), { worker_id: id, order: "drain" }),
  ).rejects.toThrow(/settings:write/);
  const actions = await stores.db.prisma.auditLog.findMany({
    where: { targetId: id },
    orderBy: { id: "asc" },
  });
  expect(actions.map(({ action }) => action)).toEqual([
    ...["worker.drain", "worker.stop", "worker.drain", "worker.resume", "worker.stop"],
  ]);
});

import { expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { testCtx, testStores } from "@/lib/testing";
import { claimAttempts, listQueues, listWorkers, registerWorker } from "./index";

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
    queues.map(({ oldest_queued_at, ...rest }) => ({ ...rest, waits: oldest_queued_at !== null })),
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

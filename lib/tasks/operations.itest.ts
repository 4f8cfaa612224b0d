import { expect, test } from "vitest";
import { poolSql, poolTransaction } from "@/lib/platform/db";
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

test("whoever may not read queues learns nothing of them", async () => {
  await expect(listQueues(testCtx(stores, ["runs:read"]), {})).rejects.toThrow(/queues:read/);
});

test("a claim does not wait for the relay that hands the same attempt over", async () => {
  const sql = poolSql(stores.db.pool);
  const dagId = await pipeline("default");
  await triggerRun(testCtx(stores), { dag_id: dagId });
  const [row] = await sql.rows<{ id: string }>(
    "SELECT id::text AS id FROM task_attempt WHERE dag_id = $1 AND state = 'queued' LIMIT 1",
    [dagId],
  );
  const attemptId = row?.id ?? "";
  await sql.rows("DELETE FROM task_outbox WHERE attempt_id = $1::uuid", [attemptId]);
  await sql.rows("INSERT INTO task_outbox (attempt_id, queue) VALUES ($1::uuid, 'default')", [attemptId]);
  const claimed = await poolTransaction(stores.db.pool, async (relay) => {
    await relay.rows("SELECT id FROM task_outbox WHERE attempt_id = $1::uuid FOR UPDATE", [attemptId]);
    return claimAttempts(sql, { attemptIds: [attemptId], workerId: WORKER.id, leaseMs: 10_000 });
  });
  expect(claimed.map((attempt) => attempt.attemptId)).toEqual([attemptId]);
});

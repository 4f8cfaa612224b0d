import { expect, test } from "vitest";
import { poolSql, type Sql } from "@/lib/platform/db";
import { triggerRun } from "@/lib/runs";
import { makePipeline } from "@/lib/runs/testing";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { claimAttempts, heartbeat, registerWorker } from "./index";

const stores = testStores();
const WORKER = { id: "hot", host: "box", pid: 7, queues: ["default"], concurrency: 64 };

const BEATS = 100;
type Updates = { table: string; all: number; hot: number };
/** Updates of this connection, after its statistics are flushed. */
async function updates(sql: Sql): Promise<Map<string, Updates>> {
  await sql.rows("SELECT pg_stat_force_next_flush()");
  await sql.rows("SELECT 1");
  const rows = await sql.rows<Updates>(
    `SELECT relname AS "table", n_tup_upd::int AS "all", n_tup_hot_upd::int AS hot FROM pg_stat_user_tables
     WHERE relname IN ('task_attempt', 'worker')`,
  );
  return new Map(rows.map((row) => [row.table, row]));
}

test.each([1, 64])("renewing the leases of %i tasks touches no index", async (count) => {
  const tasks = Array.from({ length: count }, (_, at) => ({ task_id: `t${at}` }));
  await stores.db.prisma.pool.updateMany({ data: { slots: -1 } });
  const dag_id = await makePipeline(stores, { tasks, max_active_tasks: count });
  const { id: runId } = await triggerRun(testCtx(stores), { dag_id });
  const attempts = await stores.db.prisma.taskAttempt.findMany({ where: { runId } });
  const by = { workerId: WORKER.id, attemptIds: attempts.map(({ id }) => id), leaseMs: 60_000 };
  const client = await stores.db.pool.connect();
  try {
    const sql = poolSql(client);
    await registerWorker(sql, WORKER);
    expect(await claimAttempts(sql, by)).toHaveLength(count);
    /** The lower share of HOT updates of both tables in a hundred heartbeats; 0 when others' updates are counted too. */
    const share = async () => {
      const before = await updates(sql);
      for (let beat = 0; beat < BEATS; beat++) expect(await heartbeat(sql, by)).toEqual({ kill: [] });
      const after = await updates(sql);
      const shares = [...after].map(([table, { all, hot }]) => {
        const count = all - (before.get(table)?.all ?? 0);
        // Another connection's updates are told up to ten seconds late: such a round says nothing.
        if (count !== BEATS * (table === "worker" ? 1 : attempts.length)) return 0;
        return (hot - (before.get(table)?.hot ?? 0)) / count;
      });
      return Math.min(...shares);
    };
    // A full page moves its rows once, and another session's snapshot keeps old versions from being pruned. With an
    // index on a changed column no heartbeat would ever be HOT.
    await waitFor("beats that touch no index", async () => (await share()) > 0.95, 40_000);
  } finally {
    client.release();
  }
});

import { listPipelines } from "@/lib/pipelines";
import { systemCtx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { createScheduler } from "@/lib/scheduler";
import { makeScheduled } from "@/lib/scheduler/testing";
import { connectedQueue } from "@/lib/tasks/testing";
import { type StoreVersions, startOwnStores } from "../stores/testing";

export type MeasuredSchedule = {
  /** Until each pipeline has its run, and until the last of those runs has started. */
  madeMs: number;
  startedMs: number;
  longestRoundMs: number;
  /** One page of the list, and all of them one after the other. */
  pageMs: number;
  listMs: number;
  /** The bare peers on the same stores: as many rows, each in a commit of its own, and the list's rows as one query reads them. */
  rowsMs: number;
  readMs: number;
  stores: StoreVersions;
};

/** So many daily pipelines of one task, all due at once, before so many schedulers in this process, on embedded stores. */
export async function measureSchedule(pipelines: number, schedulers: number): Promise<MeasuredSchedule> {
  const stores = await startOwnStores("schedule");
  const { deps, env } = stores;
  const queue = await connectedQueue(env.REDIS_URL);
  const sql = poolSql(deps.db.pool);
  try {
    await makeScheduled(deps, pipelines, { kind: "empty" });
    const from = performance.now();
    let longestRoundMs = 0;
    const counts = { made: 0, started: 0 };
    const rounds = async () => {
      const scheduler = createScheduler(deps, queue);
      while (counts.started === 0) {
        const begun = performance.now();
        await scheduler.tick();
        longestRoundMs = Math.max(longestRoundMs, performance.now() - begun);
        const [row] = await sql.rows<{ runs: number; waiting: number }>(
          "SELECT count(*)::int AS runs, count(*) FILTER (WHERE state = 'queued')::int AS waiting FROM dag_run",
        );
        const elapsed = performance.now() - from;
        if (row?.runs === pipelines) counts.made ||= elapsed;
        if (row?.runs === pipelines && row.waiting === 0) counts.started ||= elapsed;
      }
    };
    await Promise.all(Array.from({ length: schedulers }, rounds));
    const ctx = systemCtx(deps, "bench");
    const reading = performance.now();
    let pageMs = 0;
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listPipelines(ctx, { limit: 200, ...(cursor && { cursor }) });
      pageMs ||= performance.now() - reading;
      cursor = page.next_cursor;
    }
    const listMs = performance.now() - reading;
    const peers = await measurePeers(sql, pipelines);
    return {
      madeMs: counts.made,
      startedMs: counts.started,
      longestRoundMs,
      pageMs,
      listMs,
      ...peers,
      stores: await stores.versions(),
    };
  } finally {
    await queue.close();
    await stores.stop();
  }
}

async function measurePeers(sql: Sql, count: number) {
  await sql.rows("CREATE TABLE bench_row (id int PRIMARY KEY)");
  const writing = performance.now();
  for (let id = 0; id < count; id++) await sql.rows("INSERT INTO bench_row VALUES ($1::int)", [id]);
  const reading = performance.now();
  await sql.rows("SELECT * FROM dag ORDER BY 1");
  return { rowsMs: reading - writing, readMs: performance.now() - reading };
}

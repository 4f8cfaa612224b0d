import { beforeAll, beforeEach, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { triggerRun } from "@/lib/runs";
import { makePipeline } from "@/lib/runs/testing";
import { claimAttempt, type TaskQueue } from "@/lib/tasks";
import { connectedQueue } from "@/lib/tasks/testing";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { createScheduler } from "./index";

/** An item that always fails must not block any other, at any position. */
const stores = testStores();
const sql = () => poolSql(stores.db.pool);
let queue: TaskQueue;
beforeAll(async () => {
  queue = await connectedQueue(stores.env.REDIS_URL);
  // Makes statements fail for one item, as data of an older release may.
  await sql().rows("CREATE TABLE poison (run_id text)");
  await sql().rows(
    `CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF EXISTS (SELECT 1 FROM poison WHERE run_id = coalesce(to_jsonb(NEW)->>'run_id', NEW.id::text)) THEN
         RAISE EXCEPTION 'poisoned';
       END IF;
       RETURN NEW;
     END $$`,
  );
  for (const table of ["dag_run", "task_instance", "task_attempt"])
    await sql().rows(
      `CREATE TRIGGER refuse_poison BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_poison()`,
    );
  return () => queue.close();
});
beforeEach(() => sql().rows("UPDATE dag_run SET state = 'success'"));

const TASK = { task_id: "a", retries: 1, retry_delay_ms: 0 };
async function runs(count: number, isPaused: boolean): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const dag_id = await makePipeline(stores, { tasks: [TASK] }, { isPaused });
    ids.push((await triggerRun(testCtx(stores), { dag_id })).id);
  }
  return ids;
}
const setRuns = (ids: readonly string[], set: string) =>
  sql().rows(`UPDATE dag_run SET ${set} WHERE id = ANY($1::text[])`, [ids]);
const unpause = () => sql().rows("UPDATE dag SET is_paused = false");

/** Each prepares runs for a step and checks what the step did. */
/** What a slow machine does in a round is not what these tests ask. */
const AMPLE = { budgetMs: 60_000, limitMs: 60_000 };
const steps: [name: string, prepare: () => Promise<string[]>, done: string][] = [
  ["queued runs start", () => runs(6, true), "SELECT id FROM dag_run WHERE state = 'running'"],
  [
    "waiting tasks are queued",
    async () => {
      const ids = await runs(6, true);
      await setRuns(ids, "state = 'running', started_at = now()");
      return ids;
    },
    "SELECT run_id AS id FROM task_instance WHERE state = 'queued'",
  ],
  [
    "overdue runs end",
    async () => {
      const ids = await runs(6, true);
      await setRuns(ids, "state = 'running', timeout_at = now() - interval '1 minute'");
      return ids;
    },
    "SELECT id FROM dag_run WHERE reason = 'timed_out'",
  ],
  [
    "expired attempts are lost",
    async () => {
      const ids = await runs(6, false);
      for (const runId of ids) {
        const { id } = await stores.db.prisma.taskAttempt.findFirstOrThrow({ where: { runId } });
        await claimAttempt(sql(), { attemptId: id, workerId: "gone", leaseMs: -60_000 });
      }
      return ids;
    },
    "SELECT run_id AS id FROM task_attempt WHERE state = 'lost'",
  ],
];

test.each(steps)(
  "%s, but for the one that fails, which is done when it can be",
  async (_name, prepare, done) => {
    const ids = await prepare();
    const bad = ids[0] ?? "";
    await sql().rows("INSERT INTO poison VALUES ($1)", [bad]);
    await unpause();
    const scheduler = createScheduler(stores, queue, { leaseMs: -2_000, limits: AMPLE });
    const of = async () =>
      (await sql().rows<{ id: string }>(`${done}`)).map(({ id }) => id).filter((id) => ids.includes(id));
    const first = await scheduler.tick();
    expect(first.failures.length).toBeGreaterThan(0);
    expect(first.broken).toEqual([]);
    expect((await of()).sort()).toEqual(ids.slice(1).sort());
    await sql().rows("DELETE FROM poison");
    await waitFor("the one that was held back", async () => {
      await scheduler.tick();
      return (await of()).includes(bad);
    });
  },
);

test("more overdue runs that fail than one look finds (100) hide none of the others", async () => {
  const looked = 100;
  const dag_id = await makePipeline(stores, { tasks: [TASK] });
  const { id } = await triggerRun(testCtx(stores), { dag_id });
  // Copies of one run, with the good one after all failing ones.
  await sql().rows(
    `INSERT INTO dag_run (id, dag_id, dag_version_id, run_key, run_type, state, run_after, unfinished)
     SELECT $1 || lpad(n::text, 4, '0'), dag_id, dag_version_id, 'k' || n, 'manual', 'queued', now(), 1
     FROM dag_run, generate_series(1, $2::int) n WHERE id = $1`,
    [id, looked + 1],
  );
  await sql().rows(
    `INSERT INTO task_instance (id, run_id, dag_id, task_id, kind, pending_upstream, downstream)
     SELECT 'ti' || id, id, dag_id, 'a', 'bash', 0, '{}' FROM dag_run WHERE id LIKE $1 || '____'`,
    [id],
  );
  await sql().rows(
    `UPDATE dag_run SET state = 'running', timeout_at = now() - interval '1 minute' WHERE id LIKE $1 || '____'`,
    [id],
  );
  await sql().rows(
    "INSERT INTO poison SELECT id FROM dag_run WHERE id LIKE $1 || '____' AND right(id, 4)::int <= $2::int",
    [id, looked],
  );
  const scheduler = createScheduler(stores, queue, { limits: AMPLE });
  const good = `${id}${String(looked + 1).padStart(4, "0")}`;
  await waitFor(
    "the good one",
    async () => {
      await scheduler.tick();
      return (
        (await sql().rows(`SELECT 1 FROM dag_run WHERE id = $1 AND reason = 'timed_out'`, [good])).length > 0
      );
    },
    50_000,
  );
  await sql().rows("DELETE FROM poison");
});

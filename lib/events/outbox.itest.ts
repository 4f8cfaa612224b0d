import { expect, test } from "vitest";
import { poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { testStores } from "@/lib/testing";
import { whileHeld } from "@/lib/testing/held";
import type { DomainEvent } from "./event";
import { type Position, readPage, startingAt } from "./repository/read";
import { recordEvents, recording } from "./repository/record";
import { eventsOf, here, idsOnly } from "./testing";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
const record = (...ids: string[]) => recordEvents(sql(), ids.map(run));
const run = (id: string): DomainEvent => ({ topic: "run", id, dag_id: "flights", run_id: id });
const read = (at: Position, limit = 100) => readPage(sql(), at, { topics: null, limit });
const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id);

test("a row that is committed after rows with higher numbers were read is read next, and nothing twice", async () => {
  const start = startingAt(await here(stores));
  const [first, late] = await whileHeld(
    stores.db.pool,
    (slow) => recordEvents(slow, [run("slow")]),
    async () => {
      await record("fast");
      const page = await read(start);
      await record("faster");
      return [page, await read(page.next)] as const;
    },
  );
  expect(ids(first.events)).toEqual(["fast"]);
  expect(ids(late.events)).toEqual(["faster"]);
  const after = await read(late.next);
  expect(ids(after.events)).toEqual(["slow"]);
  // Its number is lower than those of the rows that were read before it.
  expect(Number(after.events[0]?.seq)).toBeLessThan(Number(first.events[0]?.seq));
  expect((await read(after.next)).events).toEqual([]);
});

test("a transaction that stays open holds up its own rows only, also in the middle of several pages", async () => {
  const start = startingAt(await here(stores));
  const pages = await whileHeld(
    stores.db.pool,
    (slow) => recordEvents(slow, [run("open")]),
    async () => {
      await record("a", "b", "c");
      const one = await read(start, 2);
      await record("d");
      const two = await read(one.next, 2);
      const three = await read(two.next, 2);
      return [one, two, three];
    },
  );
  expect(pages.map(({ events }) => ids(events))).toEqual([["a", "b"], ["c"], ["d"]]);
  const rest = await read(pages[2]?.next ?? start);
  expect(ids(rest.events)).toEqual(["open"]);
});

/** Rows of the outbox that the work makes its connection look at. */
async function lookedAt(work: (sql: Sql) => Promise<unknown>): Promise<number> {
  return poolTransaction(stores.db.pool, async (tx) => {
    const before = await rowsLookedAt(tx);
    await work(tx);
    return (await rowsLookedAt(tx)) - before;
  });
}
async function rowsLookedAt(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ rows: number }>(
    `SELECT (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int AS rows
     FROM pg_stat_xact_user_tables WHERE relname = 'event_outbox'`,
  );
  return row?.rows ?? 0;
}

test("while a transaction stays open a read does not look again at what was committed since it began", async () => {
  const start = startingAt(await here(stores));
  const [transactions, rows] = [500, 20];
  await whileHeld(
    stores.db.pool,
    async (slow) => {
      await slow.rows("SET LOCAL idle_in_transaction_session_timeout = 0");
      await recordEvents(slow, [run("long open")]);
    },
    async () => {
      for (let part = 0; part < transactions; part++)
        await record(...Array.from({ length: rows }, (_, at) => `early ${part} ${at}`));
      await sql().rows("ANALYZE event_outbox");
      const { events, next } = await read(start, transactions * rows + 1);
      expect(events.length).toBe(transactions * rows);
      await record("new 1", "new 2");
      const looked = await lookedAt(async (tx) => {
        const page = await readPage(tx, next, { topics: null, limit: 100 });
        expect(ids(page.events)).toEqual(["new 1", "new 2"]);
      });
      expect(looked).toBeGreaterThanOrEqual(2);
      expect(looked).toBeLessThan(100);
    },
  );
});

test("rows of a subtransaction that was given up, and of a transaction that fails, are never there", async () => {
  const since = await here(stores);
  await poolTransaction(stores.db.pool, async (tx) => {
    await recordEvents(tx, [run("kept")]);
    await tx.rows("SAVEPOINT attempt");
    await recordEvents(tx, [run("given up")]);
    await tx.rows("ROLLBACK TO SAVEPOINT attempt");
    await tx.rows("SAVEPOINT attempt");
    await recordEvents(tx, [run("kept too")]);
  });
  const failing = poolTransaction(stores.db.pool, async (tx) => {
    await recordEvents(tx, [run("failed")]);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(ids(await eventsOf(stores, since))).toEqual(["kept", "kept too"]);
});

test("equal events of one call are one row; ids of every kind come back as they were", async () => {
  const since = await here(stores);
  const attempt_id = "018f0000-0000-7000-8000-000000000001";
  const task: DomainEvent = {
    topic: "task",
    id: "ti_1",
    dag_id: 'a "quoted" \\ 이름',
    run_id: "run_1",
    task_id: "fit",
    attempt_id,
  };
  await recordEvents(sql(), [task, { topic: "setting", id: "retention" }, { ...task }]);
  expect(await eventsOf(stores, since)).toEqual([task, { topic: "setting", id: "retention" }]);
});

test("a statement records its own events, and none for rows that it does not find", async () => {
  const since = await here(stores);
  const made = recording("worker", { id: "id" }, "found");
  for (const id of ["there", null])
    await sql().rows(`WITH found AS (SELECT $1::text AS id WHERE $1::text IS NOT NULL) ${made}`, [id]);
  expect(await eventsOf(stores, since)).toEqual([{ topic: "worker", id: "there" }]);
});

test("topics are chosen by the reader", async () => {
  const start = startingAt(await here(stores));
  await recordEvents(sql(), [run("x"), { topic: "setting", id: "y" }]);
  const page = await readPage(sql(), start, { topics: ["setting"], limit: 10 });
  expect(page.events.map(idsOnly)).toEqual([{ topic: "setting", id: "y" }]);
  expect((await readPage(sql(), page.next, { topics: ["run"], limit: 10 })).events).toEqual([]);
});

test("a position of another server's history is a gap, not silence", async () => {
  const far = "9000000000000000:9000000000000000:";
  const page = await read(startingAt(far));
  expect(page).toMatchObject({ events: [], isGone: true });
  await record("heard again");
  expect(ids((await read(page.next)).events)).toEqual(["heard again"]);
});

import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { createDb, poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { drainIngest, type IngestArgs, ingest } from "./index";

const stores = testStores({ GWANJE_DATABASE_POOL: "8" });
beforeAll(() =>
  poolSql(stores.db.pool).rows("CREATE TABLE trial_row (of text NOT NULL, value int NOT NULL)"),
);

const Rows = z.strictObject({ of: z.string(), values: z.array(z.number()) });
type Args = IngestArgs<z.output<typeof Rows>>;

async function insert({ sql, calls }: Pick<Args, "sql" | "calls">): Promise<void> {
  const rows = calls.flatMap(({ input }) => input.values.map((value) => [input.of, value] as const));
  // A value beyond an int is what a schema has overlooked.
  await sql.hot("INSERT INTO trial_row (of, value) SELECT * FROM unnest($1::text[], $2::text[]::int[])", [
    rows.map(([of]) => of),
    rows.map(([, value]) => String(value)),
  ]);
}
const POISON = 2 ** 40;
const NEVER_MS = 3_600_000;

/** A verb of its own for each test, and the sizes of the batches that it tried. */
function trial(
  limits: { maxRows?: number; maxWaitMs?: number; queue?: number } = {},
  work: (args: Args) => Promise<void> = insert,
) {
  const { maxRows = 100, maxWaitMs = 0, queue = 1_000 } = limits;
  const batches: number[] = [];
  const verb = ingest("runs:write", Rows, {
    rowsIn: ({ values }) => values.length,
    batch: { maxRows, maxWaitMs },
    queue: { maxRows: queue },
    work: async (args) => {
      batches.push(args.calls.length);
      await work(args);
    },
  });
  return { verb, batches };
}
const stored = async (of: string) => {
  const rows = await poolSql(stores.db.pool).rows<{ value: number }>(
    "SELECT value FROM trial_row WHERE of = $1 ORDER BY value",
    [of],
  );
  return rows.map(({ value }) => value);
};
const lockTable = (sql: Sql) => sql.rows("LOCK TABLE trial_row IN ACCESS EXCLUSIVE MODE");
const codes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((one) => (one.status === "fulfilled" ? "written" : one.reason.code));

describe("a call", () => {
  test("is answered after its rows are there, with its permission, its input, and no audit row", async () => {
    const { verb } = trial();
    const before = await stores.db.prisma.auditLog.count();
    await verb(testCtx(stores), { of: "one", values: [1, 2] });
    expect(await stored("one")).toEqual([1, 2]);
    expect(await stores.db.prisma.auditLog.count()).toBe(before);
    await expect(verb(testCtx(stores, ["runs:read"]), { of: "one", values: [3] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const misspelt = { of: "one", values: ["3"] } as never;
    await expect(verb(testCtx(stores), misspelt)).rejects.toMatchObject({ code: "INVALID" });
    expect(await stored("one")).toEqual([1, 2]);
  });

  test("is not answered before the commit", async () => {
    const { verb } = trial();
    let answered = false;
    const call = await whileHeld(stores.db.pool, lockTable, async () => {
      const sent = verb(testCtx(stores), { of: "waits", values: [1] }).then(() => {
        answered = true;
      });
      await waitForLocked(stores.db.pool);
      expect(answered).toBe(false);
      return { sent };
    });
    await call.sent;
    expect(await stored("waits")).toEqual([1]);
  });
});

describe("batches", () => {
  test("hold what came while the one before was written, in its order, up to their size", async () => {
    const order: number[] = [];
    const { verb, batches } = trial({ maxRows: 4 }, async (args) => {
      order.push(...args.calls.flatMap(({ input }) => input.values));
      await insert(args);
    });
    const send = (values: number[]) => verb(testCtx(stores), { of: "batch", values });
    const calls = await whileHeld(stores.db.pool, lockTable, async () => {
      const first = send([0]);
      await waitForLocked(stores.db.pool);
      const others = [[1], [2], [3, 4], [5], [6, 7, 8, 9, 10, 11], [12]].map(send);
      return { all: [first, ...others] };
    });
    await Promise.all(calls.all);
    // One that alone is larger goes alone.
    expect(batches).toEqual([1, 3, 1, 1, 1]);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test("are written when they are full, without waiting", async () => {
    const { verb, batches } = trial({ maxRows: 3, maxWaitMs: NEVER_MS });
    await Promise.all([1, 2, 3].map((value) => verb(testCtx(stores), { of: "full", values: [value] })));
    expect(batches).toEqual([3]);
  });

  test("of different databases never mix", async () => {
    const { verb, batches } = trial({ maxRows: 2, maxWaitMs: NEVER_MS });
    const other = createDb(stores.env.DATABASE_URL, 4);
    const calls = [stores, { ...stores, db: other }].map((deps) =>
      verb(testCtx(deps), { of: "apart", values: [1] }),
    );
    await Promise.all([drainIngest(stores.db.pool), drainIngest(other.pool)]);
    await Promise.all(calls);
    expect(batches).toEqual([1, 1]);
    await other.close();
  });
});

test("a full queue refuses what comes on top, says when to come again, and has room when it is written", async () => {
  const { verb } = trial({ maxRows: 2, queue: 5 });
  const send = (values: number[]) => verb(testCtx(stores), { of: "queue", values });
  const calls = await whileHeld(stores.db.pool, lockTable, async () => {
    const first = send([1, 2]);
    await waitForLocked(stores.db.pool);
    const second = send([3, 4]);
    await expect(send([9, 9])).rejects.toMatchObject({
      code: "RATE_LIMITED",
      extra: { retryAfterSeconds: 1 },
    });
    return { all: [first, second, send([5])] };
  });
  await Promise.all(calls.all);
  await send([6]);
  expect(await stored("queue")).toEqual([1, 2, 3, 4, 5, 6]);
  await expect(send([1, 2, 3, 4, 5, 6])).rejects.toMatchObject({ code: "TOO_LARGE" });
});

describe("a batch with calls at fault", () => {
  const eight = (verb: ReturnType<typeof trial>["verb"], of: string, poison: readonly number[]) =>
    Promise.allSettled(
      Array.from({ length: 8 }, (_, at) =>
        verb(testCtx(stores), { of, values: [poison.includes(at) ? POISON : at] }),
      ),
    );

  test.each([
    ["one", [3], 7],
    ["two", [0, 7], 11],
    ["all", [0, 1, 2, 3, 4, 5, 6, 7], 15],
  ])("%s of eight: the others are written once, in few transactions", async (name, poison, most) => {
    const { verb, batches } = trial({ maxRows: 8, maxWaitMs: NEVER_MS });
    const results = await eight(verb, `poison ${name}`, poison);
    const good = [0, 1, 2, 3, 4, 5, 6, 7].filter((at) => !poison.includes(at));
    expect(codes(results)).toEqual(results.map((_, at) => (poison.includes(at) ? "22003" : "written")));
    expect(await stored(`poison ${name}`)).toEqual(good);
    expect(batches.length).toBeLessThanOrEqual(most);
  });

  test("that the work itself refuses is written without them in one transaction", async () => {
    const { verb, batches } = trial({ maxRows: 8, maxWaitMs: NEVER_MS }, async ({ sql, calls, refuse }) => {
      const good = calls.filter(({ input }) => input.values[0] !== POISON);
      for (const call of calls)
        if (!good.includes(call)) refuse(call, new ConflictError("There is no such run."));
      await insert({ sql, calls: good });
    });
    const results = await eight(verb, "refused", [2, 5]);
    expect(codes(results).filter((code) => code === "CONFLICT")).toHaveLength(2);
    expect(await stored("refused")).toEqual([0, 1, 3, 4, 6, 7]);
    expect(batches).toEqual([8]);
  });

  test("is not halved for a connection that is silent", async () => {
    let tries = 0;
    const { verb } = trial({ maxRows: 8, maxWaitMs: NEVER_MS }, () => {
      tries += 1;
      // As pg says it when no answer has come in time.
      return Promise.reject(new Error("Query read timeout"));
    });
    const calls = Array.from({ length: 8 }, (_, at) => verb(testCtx(stores), { of: "silent", values: [at] }));
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).not.toContain("fulfilled");
    expect(tries).toBe(1);
  });

  test("is not halved for a database that is away; what comes later is written", async () => {
    const door = await openDoor(stores.env.DATABASE_URL);
    const db = createDb(door.url, 4);
    const { verb, batches } = trial({ maxRows: 8, maxWaitMs: NEVER_MS });
    await door.shut();
    const ctx: Ctx = testCtx({ ...stores, db });
    const calls = Array.from({ length: 8 }, (_, at) => verb(ctx, { of: "away", values: [at] }));
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).not.toContain("fulfilled");
    expect(batches).toEqual([]);
    await door.open();
    const later = Array.from({ length: 8 }, (_, at) => verb(ctx, { of: "away", values: [at] }));
    await Promise.all(later);
    expect(await stored("away")).toHaveLength(8);
    await db.close();
    await door.shut();
  });
});

/** Both hold their first lock before either asks for its second, the first time. */
function meeting() {
  let arrived = 0;
  let open = () => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    arrived += 1;
    if (arrived === 2) open();
    return both;
  };
}

test("a deadlock is another try, and what follows a commit follows the one that counts, once", async () => {
  const lock = (sql: Sql, key: number) => sql.rows("SELECT pg_advisory_xact_lock($1::bigint)::text", [key]);
  const meet = meeting();
  let [tries, effects] = [0, 0];
  const crossing = (first: number, second: number) =>
    trial({}, async ({ sql, calls, afterCommit }) => {
      tries += 1;
      afterCommit(() => {
        effects += 1;
      });
      await lock(sql, first);
      await meet();
      await lock(sql, second);
      await insert({ sql, calls });
    }).verb;
  const ctx = testCtx(stores);
  await Promise.all([
    crossing(71, 72)(ctx, { of: "deadlock", values: [1] }),
    crossing(72, 71)(ctx, { of: "deadlock", values: [2] }),
  ]);
  expect({ tries, effects }).toEqual({ tries: 3, effects: 2 });
  expect(await stored("deadlock")).toEqual([1, 2]);
});

test("at the end everything that was accepted is written, without waiting for more", async () => {
  const { verb } = trial({ maxWaitMs: NEVER_MS });
  const calls = [1, 2, 3].map((value) => verb(testCtx(stores), { of: "drain", values: [value] }));
  await drainIngest(stores.db.pool);
  await Promise.all(calls);
  expect(await stored("drain")).toEqual([1, 2, 3]);
  await drainIngest(stores.db.pool);
});

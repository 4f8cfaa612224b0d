import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { type Sql, txSql } from "@/lib/platform/db";
import { testCtx, testStores } from "@/lib/testing";
import { hotWrite, read, write } from "./index";

const stores = testStores({ GWANJE_DATABASE_POOL: "8" });
const lock = (sql: Sql, key: number) => sql.rows("SELECT pg_advisory_xact_lock($1::bigint)::text", [key]);
const Locks = z.object({ first: z.number(), second: z.number() });

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

const KINDS: [
  string,
  (
    work: (sql: Sql, input: z.output<typeof Locks>) => Promise<void>,
    after: () => void,
  ) => (ctx: Ctx, input: z.input<typeof Locks>) => Promise<unknown>,
][] = [
  [
    "hotWrite",
    (work, after) =>
      hotWrite("runs:write", Locks, async ({ sql, input, afterCommit, audit }) => {
        afterCommit(after);
        await work(sql, input);
        return audit("test.lock", { target: { type: "test", id: String(input.first) } }, undefined);
      }),
  ],
  [
    "write",
    (work, after) =>
      write("runs:write", Locks, async ({ tx, input, afterCommit, audit }) => {
        afterCommit(after);
        await work(txSql(tx), input);
        return audit("test.lock", { target: { type: "test", id: String(input.first) } }, undefined);
      }),
  ],
];

describe.each(KINDS)("%s", (name, verb) => {
  test("a deadlock is another try, and what follows a commit follows the one that counts, once", async () => {
    const meet = meeting();
    const keys = name === "write" ? [1, 2] : [3, 4];
    const [low = 0, high = 0] = keys;
    let [tries, effects] = [0, 0];
    const cross = verb(
      async (sql, { first, second }) => {
        tries += 1;
        await lock(sql, first);
        await meet();
        await lock(sql, second);
      },
      () => {
        effects += 1;
      },
    );
    const ctx = testCtx(stores);
    await Promise.all([cross(ctx, { first: low, second: high }), cross(ctx, { first: high, second: low })]);
    expect({ tries, effects }).toEqual({ tries: 3, effects: 2 });
    const rows = await stores.db.prisma.auditLog.count({
      where: { action: "test.lock", targetId: { in: keys.map(String) } },
    });
    expect(rows).toBe(2);
  });

  test("any other failure is told at once", async () => {
    let tries = 0;
    const failing = verb(
      async (sql) => {
        tries += 1;
        await sql.rows("SELECT 1 / 0");
      },
      () => {},
    );
    await expect(failing(testCtx(stores), { first: 0, second: 0 })).rejects.toThrow(/division by zero/);
    expect(tries).toBe(1);
  });
});

test("one that always meets another gives up in the end", async () => {
  let tries = 0;
  const unlucky = hotWrite("runs:write", z.object({}), async ({ unchanged }) => {
    tries += 1;
    if (tries > 0) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
    return unchanged(undefined);
  });
  await expect(unlucky(testCtx(stores), {})).rejects.toThrow("deadlock detected");
  expect(tries).toBe(5);
});

test("a read that a replica or a deadlock breaks off is done again, and fails at once for anything else", async () => {
  let tries = 0;
  const broken = (code: string, times: number) =>
    read("runs:read", z.object({}), async () => {
      tries += 1;
      if (tries <= times) throw Object.assign(new Error("broken off"), { code });
      return tries;
    });
  expect(await broken("40001", 2)(testCtx(stores), {})).toBe(3);
  tries = 0;
  expect(await broken("40P01", 1)(testCtx(stores), {})).toBe(2);
  tries = 0;
  await expect(broken("22012", 1)(testCtx(stores), {})).rejects.toThrow("broken off");
  expect(tries).toBe(1);
});

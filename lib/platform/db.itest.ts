import { expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { poolSnapshot, poolSql } from "./db";

const stores = testStores();

test("a snapshot reads one moment, whatever is committed between its statements, and writes nothing", async () => {
  const { pool } = stores.db;
  const insert = (name: string) => `INSERT INTO pool (name, slots) VALUES ('${name}', 1)`;
  const count = "SELECT count(*)::int AS count FROM pool";
  const [before, after] = await poolSnapshot(pool, async (sql) => {
    const first = await sql.rows(count);
    await poolSql(pool).rows(insert("between"));
    return [first, await sql.rows(count)];
  });
  expect(after).toEqual(before);
  expect(await poolSql(pool).rows(count)).not.toEqual(before);
  await expect(poolSnapshot(pool, (sql) => sql.rows(insert("refused")))).rejects.toThrow("read-only");
});

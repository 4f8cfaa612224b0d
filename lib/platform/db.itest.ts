import { expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { poolSnapshot, poolSql } from "./db";
import { redact } from "./redact";

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

test("a call that Prisma refuses is not quoted in the log: its arguments may be hashes of passwords", async () => {
  const wrong = { id: "usr_1", email: "a@b.co", name: "A", role: "admin", passwordHash: "not-for-logs" };
  const long = { ...wrong, name: "x".repeat(100_000) };
  for (const data of [wrong, long]) {
    const call = stores.db.prisma.user.create({ data: { ...data, noSuchField: 1 } as typeof wrong });
    const error = await call.then(
      () => null,
      (refused: Error) => refused,
    );
    expect(error?.message).toContain("noSuchField");
    const logged = JSON.stringify(redact(error));
    expect(logged).toContain("prisma.user.create");
    expect(logged).not.toContain("not-for-logs");
    expect(logged).not.toContain("xxxx");
  }
});

import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { testStores, waitFor } from "@/lib/testing";
import { type Door, openDoor } from "@/lib/testing/door";
import { createDb, poolSql, poolTransaction } from "./db";
import { PATIENCE } from "./db/connections";
import { createRedis } from "./redis";
import { createStorage } from "./storage";
import { unlessSilent } from "./storage/patience";

// A store that accepts connections and does not reply is noticed, and work continues when it replies again.
const stores = testStores();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
async function doorTo(url: string): Promise<Door> {
  const door = await openDoor(url);
  closing.push(() => door.shut());
  return door;
}

describe("Postgres", () => {
  const short = { statement: 300, lock: 300, idle: 4_000, connect: 2_000 };
  async function dbThrough() {
    const door = await doorTo(stores.env.DATABASE_URL);
    const db = createDb(door.url, 4, { hot: short, prisma: short, heartbeat: short });
    closing.push(() => db.close());
    return { door, db };
  }

  test("a statement, a transaction, Prisma and the heartbeat give a silent connection up, and make another", async () => {
    const { door, db } = await dbThrough();
    const ask = [
      () => poolSql(db.pool).rows("SELECT 1 AS one"),
      () => poolTransaction(db.pool, (sql) => sql.rows("SELECT 1 AS one")),
      () => db.prisma.$queryRawUnsafe("SELECT 1 AS one"),
      () => poolSql(db.heartbeat).rows("SELECT 1 AS one"),
    ];
    for (const one of ask) expect(await one()).toEqual([{ one: 1 }]);
    door.hush();
    for (const one of ask) await expect(one()).rejects.toThrow();
    door.speak();
    for (const one of ask) expect(await one()).toEqual([{ one: 1 }]);
  });

  test("silence in the middle of a transaction is noticed too, and its connection is not used again", async () => {
    const { door, db } = await dbThrough();
    const pids: number[] = [];
    const pid = async (sql: ReturnType<typeof poolSql>) =>
      pids.push((await sql.rows<{ pid: number }>("SELECT pg_backend_pid() AS pid"))[0]?.pid ?? 0);
    const hung = poolTransaction(db.pool, async (sql) => {
      await pid(sql);
      door.hush();
      await pid(sql);
    });
    await expect(hung).rejects.toThrow("Query read timeout");
    door.speak();
    await pid(poolSql(db.pool));
    expect(new Set(pids).size).toBe(2);
  });

  test("a session has the limits of its kind, and work may take longer where it says so", async () => {
    const { db } = await dbThrough();
    const limits = `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
      current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('TimeZone') AS zone`;
    const of = { statement: "300ms", lock: "300ms", idle: "4s", zone: "UTC" };
    expect(await poolSql(db.pool).rows(limits)).toEqual([of]);
    expect(await db.prisma.$queryRawUnsafe(limits)).toEqual([of]);
    await expect(poolSql(db.pool).rows("SELECT pg_sleep(60)")).rejects.toThrow("statement timeout");
    const slow = await poolTransaction(db.pool, (sql) => sql.rows("SELECT pg_sleep(0.6), 1 AS one"), {
      statementMs: 60_000,
    });
    expect(slow).toMatchObject([{ one: 1 }]);
    // The server's own limit comes first, so that the connection stays.
    const over = poolTransaction(db.pool, (sql) => sql.rows("SELECT pg_sleep(60)"), { statementMs: 50 });
    await expect(over).rejects.toThrow("statement timeout");
  });

  test("a process holds as many connections as it was told, in all", async () => {
    const name = `t_${Date.now()}`;
    const url = new URL(stores.env.DATABASE_URL);
    url.searchParams.set("application_name", name);
    const db = createDb(url.href, 7, PATIENCE);
    closing.push(() => db.close());
    const asleep = "SELECT pg_sleep(0.3)::text";
    const many = <T>(work: () => Promise<T>) => Array.from({ length: 10 }, work);
    const all = Promise.all([
      ...many(() => poolSql(db.pool).rows(asleep)),
      poolSql(db.heartbeat).rows(asleep),
      ...many(() => db.prisma.$queryRawUnsafe(asleep)),
    ]);
    let most = 0;
    const open = async () => {
      const [row] = await poolSql(stores.db.pool).rows<{ n: number }>(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = $1",
        [name],
      );
      most = Math.max(most, row?.n ?? 0);
      return most;
    };
    await waitFor("all of them", async () => (await open()) >= 7);
    await all;
    expect(await open()).toBe(7);
  });
});

test("Redis: a command fails, and the next connection is used", async () => {
  const door = await doorTo(stores.env.REDIS_URL);
  const redis = createRedis(door.url, { socketTimeout: 300, commandTimeout: 300 });
  closing.push(() => redis.disconnect());
  await waitFor("Redis", () =>
    redis.ping().then(
      () => true,
      () => false,
    ),
  );
  door.hush();
  await expect(redis.ping()).rejects.toThrow();
  door.speak();
  await waitFor("Redis again", () =>
    redis.ping().then(
      () => true,
      () => false,
    ),
  );
});

describe("the object store", () => {
  const short = { connectMs: 1_000, answerMs: 300, silenceMs: 300 };
  test("whatever is asked fails after two tries, and works when the store answers again", async () => {
    const door = await doorTo(stores.env.S3_ENDPOINT);
    const storage = createStorage({ ...stores.env, S3_ENDPOINT: door.url }, short);
    closing.push(() => storage.close());
    await storage.putBytes("quiet/a", "before");
    door.hush();
    const ask = [
      () => storage.putBytes("quiet/b", "x"),
      () => storage.putStream("quiet/c", Readable.from([Buffer.from("x")])),
      () => storage.get("quiet/a"),
      () => storage.head("quiet/a"),
      () => storage.list("quiet/"),
      () => storage.remove("quiet/a"),
    ];
    for (const one of ask) await expect(one()).rejects.toThrow();
    expect(door.unanswered()).toBeLessThanOrEqual(2 * ask.length);
    door.speak();
    expect(String(await storage.getBytes("quiet/a"))).toBe("before");
  });

  test("a body that stops in the middle fails; a reader that takes its time does not", async () => {
    const server = createServer((request, response) => {
      response.writeHead(200, { "content-length": 1_000_000 });
      if (request.url?.includes("slow")) response.end(Buffer.alloc(1_000_000, "x"));
      else response.write("only this");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const storage = createStorage({ ...stores.env, S3_ENDPOINT: `http://127.0.0.1:${port}` }, short);
    closing.push(() => storage.close());
    await expect(storage.getBytes("stops")).rejects.toThrow("sent nothing");

    const slow = await storage.get("slow");
    const reader: AsyncIterator<Buffer> | undefined = slow?.body[Symbol.asyncIterator]();
    const first = await reader?.next();
    // Longer than the store may be silent, without a request under way.
    await new Promise((resolve) => setTimeout(resolve, 2 * short.silenceMs));
    let bytes = first?.value.length ?? 0;
    for (let next = await reader?.next(); next && !next.done; next = await reader?.next())
      bytes += next.value.length;
    expect(bytes).toBe(1_000_000);
  });
});

test("a reader that leaves lets go of the store's connection", async () => {
  const body = Readable.from([Buffer.from("a"), Buffer.from("b")]);
  const given = unlessSilent(body, 60_000);
  for await (const _ of given) break;
  await waitFor("the end of the body", () => body.destroyed);
  expect((await buffer(unlessSilent(Readable.from([Buffer.from("a")]), 60_000))).toString()).toBe("a");
});

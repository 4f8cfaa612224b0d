import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "@/prisma/generated/client/client";

export type { Prisma };
export type Tx = Prisma.TransactionClient;
export type Db = { prisma: PrismaClient; pool: pg.Pool; close(): Promise<void> };

/** Parameterised SQL, the same over a pool, one connection and a Prisma transaction. */
export type Sql = {
  rows<T>(text: string, params?: readonly unknown[]): Promise<T[]>;
  /** For the statements of each hop, whose text never varies: a connection parses and plans them once. */
  hot<T>(text: string, params?: readonly unknown[]): Promise<T[]>;
};

/**
 * A process that is frozen in the middle of a transaction holds its row locks: the server ends the session before a
 * lease has run out, so that nobody waits for it. Control-plane transactions may think a little longer.
 */
const IDLE_IN_TRANSACTION_MS = { hot: 4_000, prisma: 15_000 };

/** Prisma for the control plane, a bare pg pool for the hot statements. Sessions run in UTC. */
export function createDb(url: string, poolSize = 10): Db {
  const sessions = (idleMs: number) => `-c TimeZone=UTC -c idle_in_transaction_session_timeout=${idleMs}`;
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    options: sessions(IDLE_IN_TRANSACTION_MS.hot),
    keepAlive: true,
  });
  // An idle connection that breaks (server restart) is replaced on next use; without a listener it would end the process.
  pool.on("error", () => {});
  const prisma = new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: url, max: poolSize, options: sessions(IDLE_IN_TRANSACTION_MS.prisma) },
      { onPoolError: () => {} },
    ),
    transactionOptions: { maxWait: 5_000, timeout: 30_000 },
    // Without pieces of our source; the arguments that it quotes all the same are hidden by redact.ts.
    errorFormat: "minimal",
  });
  return {
    prisma,
    pool,
    async close() {
      await Promise.all([prisma.$disconnect(), pool.end()]);
    },
  };
}

export function poolSql(pool: pg.Pool | pg.PoolClient): Sql {
  return {
    async rows<T>(text: string, params: readonly unknown[] = []) {
      const result = await pool.query(text, [...params]);
      return rowsAs<T>(result.rows);
    },
    async hot<T>(text: string, params: readonly unknown[] = []) {
      const result = await pool.query({ name: nameOf(text), text, values: [...params] });
      return rowsAs<T>(result.rows);
    },
  };
}

export function txSql(tx: Pick<Tx, "$queryRawUnsafe">): Sql {
  const rows = async <T>(text: string, params: readonly unknown[] = []) =>
    rowsAs<T>(await tx.$queryRawUnsafe(text, ...params));
  return { rows, hot: rows };
}

const names = new Map<string, string>();

/** One name a text: the server refuses a name that it knows with another text. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `gwanje_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  names.set(text, name);
  return name;
}

/** One transaction on one pooled connection: for hot paths, where a Prisma interactive transaction costs too much. */
export async function poolTransaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A server that goes away between two statements says so here; without a listener it would end the process.
  const lost = (error: Error) => {
    broken = error;
  };
  client.on("error", lost);
  try {
    await client.query("BEGIN");
    const result = await work(poolSql(client));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.off("error", lost);
    client.release(broken);
  }
}

/** The clock that all processes share: what is due is judged by it, however much their own clocks differ. */
export async function databaseNow(pool: pg.Pool): Promise<Date> {
  const [row] = await poolSql(pool).hot<{ now: Date }>("SELECT now() AS now");
  if (!row) throw new Error("The database did not tell the time");
  return row.now;
}

/** Several reads of one moment: what others commit meanwhile is not seen. One statement needs none of this. */
export async function poolSnapshot<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  return poolTransaction(pool, async (sql) => {
    await sql.rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    return work(sql);
  });
}

/** The guarantee: the caller writes the statement and T side by side, in a repository, and tests run it on a real database. */
function rowsAs<T>(rows: unknown): T[] {
  return rows as T[];
}

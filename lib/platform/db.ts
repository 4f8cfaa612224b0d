import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "@/prisma/generated/client/client";

export type { Prisma };
export type Tx = Prisma.TransactionClient;
export type Db = { prisma: PrismaClient; pool: pg.Pool; close(): Promise<void> };

/** Parameterised SQL, the same over a pool, one connection and a Prisma transaction. */
export type Sql = { rows<T>(text: string, params?: readonly unknown[]): Promise<T[]> };

/** Prisma for the control plane, a bare pg pool for the hot statements. Sessions run in UTC. */
export function createDb(url: string, poolSize = 10): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    options: "-c TimeZone=UTC",
    keepAlive: true,
  });
  // An idle connection that breaks (server restart) is replaced on next use; without a listener it would end the process.
  pool.on("error", () => {});
  const prisma = new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: url, max: poolSize, options: "-c TimeZone=UTC" },
      { onPoolError: () => {} },
    ),
    transactionOptions: { maxWait: 5_000, timeout: 30_000 },
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
  };
}

export function txSql(tx: Pick<Tx, "$queryRawUnsafe">): Sql {
  return {
    async rows<T>(text: string, params: readonly unknown[] = []) {
      return rowsAs<T>(await tx.$queryRawUnsafe(text, ...params));
    },
  };
}

/** One transaction on one pooled connection: for hot paths, where a Prisma interactive transaction costs too much. */
export async function poolTransaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
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
    client.release(broken);
  }
}

/** The guarantee: the caller writes the statement and T side by side, in a repository, and tests run it on a real database. */
function rowsAs<T>(rows: unknown): T[] {
  return rows as T[];
}

import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { type Prisma, PrismaClient } from "@/prisma/generated/client/client";
import { createPool, PATIENCE, poolConfig, SILENCE_MS, splitConnections, wasSilent } from "./db/connections";
import { copyIn } from "./db/copy-in";

export type { Prisma };
export type Tx = Prisma.TransactionClient;
export type Db = {
  prisma: PrismaClient;
  pool: pg.Pool;
  /** For heartbeats only, so that no other statement delays them. */
  heartbeat: pg.Pool;
  close(): Promise<void>;
};

/** Parameterised SQL, the same over a pool, one connection and a Prisma transaction. */
export type Sql = {
  rows<T>(text: string, params?: readonly unknown[]): Promise<T[]>;
  /** Prepared: a connection parses and plans the text once. For statements of each hop, whose text never varies. */
  hot<T>(text: string, params?: readonly unknown[]): Promise<T[]>;
};

/** The same in a transaction of its own connection, which can also take rows by COPY. */
export type PoolTx = Sql & {
  /** `COPY ... FROM STDIN`, and what it reads. */
  copyIn(text: string, chunks: readonly Buffer[]): Promise<void>;
};

/** Connections a process holds at most, in all. */
const CONNECTIONS = 16;

/** Prisma for the control plane, a bare pg pool for the hot statements, a connection apart for heartbeats. Sessions run in UTC. */
export function createDb(url: string, connections = CONNECTIONS, patience = PATIENCE): Db {
  const split = splitConnections(connections);
  const pool = createPool(url, split.hot, patience.hot);
  const heartbeat = createPool(url, split.heartbeat, patience.heartbeat);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(poolConfig(url, split.prisma, patience.prisma), { onPoolError: () => {} }),
    transactionOptions: { maxWait: 5_000, timeout: 30_000 },
    // Without excerpts of our source. Arguments in messages are hidden by redact.ts.
    errorFormat: "minimal",
  });
  return {
    prisma,
    pool,
    heartbeat,
    async close() {
      await Promise.all([prisma.$disconnect(), pool.end(), heartbeat.end()]);
    },
  };
}

export function poolSql(pool: pg.Pool | pg.PoolClient, statementMs?: number): Sql {
  const limit = statementMs === undefined ? {} : { query_timeout: statementMs + SILENCE_MS };
  return {
    async rows<T>(text: string, params: readonly unknown[] = []) {
      const result = await pool.query({ ...limit, text, values: [...params] });
      return rowsAs<T>(result.rows);
    },
    async hot<T>(text: string, params: readonly unknown[] = []) {
      const result = await pool.query({ ...limit, name: nameOf(text), text, values: [...params] });
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

/** One name for each text, because the server refuses a known name with another text. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `gwanje_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  names.set(text, name);
  return name;
}

/**
 * One transaction on one pooled connection, for hot paths where a Prisma interactive transaction costs too much.
 * `statementMs` raises the time limit of its statements.
 */
export async function poolTransaction<T>(
  pool: pg.Pool,
  work: (sql: PoolTx) => Promise<T>,
  { statementMs }: { statementMs?: number } = {},
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A server that goes away between two statements emits an error here; without a listener the process would end.
  const lost = (error: Error) => {
    broken = error;
  };
  client.on("error", lost);
  try {
    await client.query(
      statementMs === undefined ? "BEGIN" : `BEGIN; SET LOCAL statement_timeout = ${statementMs}`,
    );
    const result = await work({
      ...poolSql(client, statementMs),
      copyIn: (text, chunks) => copyIn(client, text, chunks),
    });
    await client.query("COMMIT");
    return result;
  } catch (error) {
    if (wasSilent(error)) broken = error;
    else {
      await client.query("ROLLBACK").catch((cause: Error) => {
        broken = cause;
      });
    }
    throw error;
  } finally {
    client.off("error", lost);
    client.release(broken);
  }
}

/**
 * A connection by itself, with a time limit of its own, for what Postgres does outside of transactions. It is closed after that,
 * because a session's settings stay.
 */
export async function poolSession<T>(
  pool: pg.Pool,
  statementMs: number,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // As in poolTransaction. What was under way fails by itself.
  client.on("error", () => {});
  try {
    await client.query(`SET statement_timeout = ${statementMs}`);
    return await work(poolSql(client, statementMs));
  } finally {
    client.release(true);
  }
}

/** The database's clock, which all processes share. It decides what is due, so their own clocks may differ. */
export async function databaseNow(pool: pg.Pool): Promise<Date> {
  const [row] = await poolSql(pool).hot<{ now: Date }>("SELECT now() AS now");
  if (!row) throw new Error("The database did not tell the time");
  return row.now;
}

/** Reads in one snapshot: commits of others in between are not seen. A single statement does not need this. */
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

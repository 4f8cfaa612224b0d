import pg from "pg";

/** How many connections of a process are for what; together as many as it may hold. */
export type Split = { hot: number; prisma: number; heartbeat: number };

/** Prisma's transactions are the control plane's and short of time to think; the hot statements of runs get the most. */
export function splitConnections(total: number): Split {
  const heartbeat = 1;
  const prisma = Math.max(1, Math.floor((total - heartbeat) / 3));
  return { hot: Math.max(1, total - heartbeat - prisma), prisma, heartbeat };
}

/**
 * How long a session may take, in ms. `idle`: a process that is frozen in the middle of a transaction holds its row locks;
 * the server ends it. `connect`: also for a connection of the pool to be free.
 */
export type Patience = { statement: number; lock: number; idle: number; connect: number };

export const PATIENCE: Record<keyof Split, Patience> = {
  // A frozen one ends before a lease has run out, so that nobody waits for it.
  hot: { statement: 15_000, lock: 10_000, idle: 4_000, connect: 10_000 },
  // Control-plane transactions may think a little longer.
  prisma: { statement: 30_000, lock: 10_000, idle: 15_000, connect: 10_000 },
  // A second try must fit before the worker ends what it runs, at 60 % of a lease.
  heartbeat: { statement: 2_000, lock: 2_000, idle: 2_000, connect: 2_000 },
};

/** The server ends a statement first and says so; when it says nothing at all, the connection is given up. */
const SILENCE_MS = 1_000;

/**
 * The settings of a session are set by its first statement, not as start-up parameters: a pooler such as PgBouncer refuses
 * those. In its transaction mode sessions are shared; there the last one set wins, which is one of the above.
 */
export function poolConfig(url: string, max: number, patience: Patience): pg.PoolConfig {
  return {
    connectionString: url,
    max,
    keepAlive: true,
    connectionTimeoutMillis: patience.connect,
    query_timeout: patience.statement + SILENCE_MS,
    onConnect: async (client) => {
      await client.query(
        `SET TimeZone = 'UTC'; SET statement_timeout = ${patience.statement}; SET lock_timeout = ${patience.lock};
         SET idle_in_transaction_session_timeout = ${patience.idle}`,
      );
    },
  };
}

export function createPool(url: string, max: number, patience: Patience): pg.Pool {
  const pool = new pg.Pool(poolConfig(url, max, patience));
  // An idle connection that breaks (server restart) is replaced on next use; without a listener it would end the process.
  pool.on("error", () => {});
  return pool;
}

/** The statement was given up without an answer: nothing more can be asked of its connection. */
export function wasSilent(error: unknown): error is Error {
  return error instanceof Error && error.message === "Query read timeout";
}

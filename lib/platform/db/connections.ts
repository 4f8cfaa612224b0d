import pg from "pg";

/** Shares of a process's connections. */
export type Split = { hot: number; prisma: number; heartbeat: number };

/** Prisma serves the control plane with short transactions; the hot statements of runs get the most. */
export function splitConnections(total: number): Split {
  const heartbeat = 1;
  const prisma = Math.max(1, Math.floor((total - heartbeat) / 3));
  return { hot: Math.max(1, total - heartbeat - prisma), prisma, heartbeat };
}

/**
 * Time limits of a session in ms. `idle`: a frozen process holds its row locks until the server ends an idle
 * transaction. `connect` includes waiting for a free connection of the pool.
 */
export type Patience = { statement: number; lock: number; idle: number; connect: number };

export const PATIENCE: Record<keyof Split, Patience> = {
  // Shorter than a lease, so that nothing waits for a frozen process longer than for a lost one.
  hot: { statement: 15_000, lock: 10_000, idle: 4_000, connect: 10_000 },
  // Control-plane transactions may be idle a little longer.
  prisma: { statement: 30_000, lock: 10_000, idle: 15_000, connect: 10_000 },
  // A second try must fit before the worker kills its tasks, at 60 % of a lease.
  heartbeat: { statement: 2_000, lock: 2_000, idle: 2_000, connect: 2_000 },
};

/** The server cancels a statement first; when it is silent for so much longer, the connection is closed. */
export const SILENCE_MS = 1_000;

/**
 * Session settings are set by the first statement, because poolers such as PgBouncer refuse them as start-up
 * parameters. In transaction mode sessions are shared, and the settings of the last user apply.
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
  // A broken idle connection is replaced on next use; without a listener its error would end the process.
  pool.on("error", () => {});
  return pool;
}

/** The statement got no reply, so its connection cannot be used any more. */
export function wasSilent(error: unknown): error is Error {
  return error instanceof Error && error.message === "Query read timeout";
}

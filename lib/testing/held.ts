import type pg from "pg";
import { poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { waitFor } from "./wait-for";

/**
 * Interleavings made by hand: `take` locks something in a transaction of its own, `meanwhile` looks at what others do while
 * it is held, and then it is let go.
 */
export function whileHeld<T>(
  pool: pg.Pool,
  take: (sql: Sql) => Promise<unknown>,
  meanwhile: (holder: Sql) => Promise<T>,
): Promise<T> {
  return poolTransaction(pool, async (holder) => {
    await take(holder);
    return meanwhile(holder);
  });
}

/** Until as many sessions of this database wait for a lock. */
export function waitForLocked(pool: pg.Pool, sessions = 1): Promise<unknown> {
  return waitFor(`${sessions} sessions that wait for a lock`, async () => {
    const [row] = await poolSql(pool).rows<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return (row?.waiting ?? 0) >= sessions;
  });
}

/** The lock under which the slots of a pool are counted. */
export function takePoolLock(sql: Sql, pool: string): Promise<unknown> {
  return sql.rows("SELECT pg_advisory_xact_lock(hashtextextended('gwanje:pool:' || $1, 0))", [pool]);
}

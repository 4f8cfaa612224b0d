import type pg from "pg";
import { poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { waitFor } from "./wait-for";

/**
 * Constructed interleavings: `take` locks something in its own transaction, `meanwhile` runs while it is held, then it
 * is released.
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

/** Waits until so many sessions of this database wait for a lock. */
export function waitForLocked(pool: pg.Pool, sessions = 1): Promise<unknown> {
  return waitFor(`${sessions} sessions that wait for a lock`, async () => {
    const [row] = await poolSql(pool).rows<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return (row?.waiting ?? 0) >= sessions;
  });
}

/** The lock for counting a pool's slots. */
export function takePoolLock(sql: Sql, pool: string): Promise<unknown> {
  return sql.rows("SELECT pg_advisory_xact_lock(hashtextextended('gwanje:pool:' || $1, 0))", [pool]);
}

import type pg from "pg";
import { poolTransaction, type Sql } from "@/lib/platform/db";
import { retrying } from "@/lib/platform/retrying";
import { closeLeftOpen, lockLeftOpen } from "./repository/open-runs";

const MOST_AT_ONCE = 500;

/**
 * Closes each open run whose attempt is over: as failed, as finished where the attempt succeeded, as killed where it was
 * cancelled. What it logged stays, and a tag says how the attempt ended. Returns how many.
 */
export async function closeRunsLeftOpen(
  pool: pg.Pool,
  { signal, most = MOST_AT_ONCE }: { signal?: AbortSignal; most?: number } = {},
): Promise<number> {
  for (let closed = 0; ; ) {
    const found = await retrying(() => poolTransaction(pool, (sql) => closeSome(sql, most)));
    closed += found;
    if (found === 0 || signal?.aborted) return closed;
  }
}

/** Within the caller's transaction. */
export async function closeSome(sql: Sql, most: number): Promise<number> {
  const runIds = await lockLeftOpen(sql, most);
  return runIds.length === 0 ? 0 : closeLeftOpen(sql, runIds);
}

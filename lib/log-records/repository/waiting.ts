import type { Sql } from "@/lib/platform/db";

/** While a log store of its own is written to, the transaction that remembers the batches has nothing to do. */
export async function letWait(sql: Sql, ms: number): Promise<void> {
  await sql.rows(`SET LOCAL idle_in_transaction_session_timeout = ${ms}`);
}

import type { Ctx } from "@/lib/platform/context";
import { poolTransaction } from "@/lib/platform/db";
import { recordAuditSql } from "./record";
import { deleteAuditRows } from "./repository";

const BATCH = 5_000;
/** Generous: nothing waits for it, and a large table with a cold cache is slow. */
const STATEMENT_MS = 120_000;

/**
 * Deletes rows older than `days` (at least 400: the database refuses younger ones), the oldest first. Each batch leaves
 * a row with its count and its last time. Returns how many were deleted. Several processes may run this at once. Throws
 * between two batches once `signal` is aborted.
 */
export async function expireAudit(
  ctx: Ctx,
  days: number,
  { batch = BATCH, signal }: { batch?: number; signal?: AbortSignal } = {},
): Promise<number> {
  for (let total = 0; ; ) {
    signal?.throwIfAborted();
    const gone = await poolTransaction(
      ctx.db.pool,
      async (sql) => {
        const { rows, until } = await deleteAuditRows(sql, days, batch);
        const detail = { rows, until: until?.toISOString(), keep_days: days };
        if (rows > 0)
          await recordAuditSql(sql, ctx, "audit.expire", { target: { type: "audit", id: "log" }, detail });
        return rows;
      },
      { statementMs: STATEMENT_MS },
    );
    total += gone;
    if (gone < batch) return total;
  }
}

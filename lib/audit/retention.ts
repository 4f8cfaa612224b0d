import type { Ctx } from "@/lib/platform/context";
import { poolTransaction } from "@/lib/platform/db";
import { recordAuditSql } from "./record";
import { deleteAuditRows } from "./repository";

const BATCH = 5_000;
/** Nobody waits for it, and a large log with a cold cache takes its time. */
const STATEMENT_MS = 120_000;

/**
 * Takes away what is older than `days` (400 or more: the database refuses younger rows), the oldest first, in batches
 * that each leave a row saying how many went and up to when. Answers how many went. Several may run at once.
 */
export async function expireAudit(ctx: Ctx, days: number, batch = BATCH): Promise<number> {
  for (let total = 0; ; ) {
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

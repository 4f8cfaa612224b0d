import { defineJob } from "@/lib/jobs";
import { forgetOwnBatches } from "@/lib/log-records";
import { isAnythingToIndex, leftToIndex } from "@/lib/logs";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { AUDIT, indexAudit } from "./audit-records";
import { indexChunks, TASK_LOGS, taskLogCtx } from "./index-chunks";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** The worker that stored a chunk indexes it within a second. */
const LEFT_AFTER_MS = 10 * SECOND_MS;
const AT_ONCE = 100;

/** Chunks that their worker did not index: it was killed, had no room, or could not reach the store. */
export const taskLogsJob = defineJob({
  name: "task-logs",
  scope: "one at a time",
  everyMs: 5 * SECOND_MS,
  timeoutMs: 10 * 60 * SECOND_MS,
  async run({ ctx, signal }) {
    const count = await indexLeft(ctx, LEFT_AFTER_MS);
    if (count === AT_ONCE && !signal.aborted) return "again";
    const sql = poolSql(ctx.db.pool);
    // Digests of chunks are needed as long as any of them may be written again: while one waits. One that waits for a week,
    // because its run is gone, holds up no others.
    const keptMs = (await isAnythingToIndex(sql)) ? WEEK_MS : HOUR_MS;
    await forgetOwnBatches(sql, TASK_LOGS, ago(ctx, keptMs));
    return undefined;
  },
});

/** Rows of the audit log become records within seconds, whoever wrote them. */
export const auditRecordsJob = defineJob({
  name: "audit-records",
  scope: "one at a time",
  everyMs: 2 * SECOND_MS,
  timeoutMs: 10 * 60 * SECOND_MS,
  async run({ ctx, signal }) {
    const count = await indexAudit(ctx, AT_ONCE);
    if (count === AT_ONCE && !signal.aborted) return "again";
    if (count === 0) await forgetOwnBatches(poolSql(ctx.db.pool), AUDIT, ago(ctx, HOUR_MS));
    return undefined;
  },
});

/** Returns how many it took. */
export async function indexLeft(deps: Deps, olderThanMs: number): Promise<number> {
  const found = await leftToIndex(poolSql(deps.db.pool), olderThanMs, AT_ONCE);
  await indexChunks(taskLogCtx(deps), found);
  return found.length;
}

function ago({ clock }: Deps, ms: number): Date {
  return new Date(clock.now().getTime() - ms);
}

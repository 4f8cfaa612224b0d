import { defineJob } from "@/lib/jobs";
import { poolSql } from "@/lib/platform/db";
import { removeUsageBefore } from "./repository/usage";
import { KEPT_DAYS } from "./values";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROWS_AT_ONCE = 10_000;

/** Counts that were kept long enough go. */
export const endpointUsageJob = defineJob({
  name: "endpoint-usage",
  scope: "one at a time",
  actor: "housekeeping",
  everyMs: HOUR_MS,
  timeoutMs: HOUR_MS,
  async run({ ctx, signal }) {
    const before = new Date(ctx.clock.now().getTime() - KEPT_DAYS * DAY_MS);
    const sql = poolSql(ctx.db.pool);
    while (!signal.aborted && (await removeUsageBefore(sql, before, ROWS_AT_ONCE)) === ROWS_AT_ONCE);
    return undefined;
  },
});

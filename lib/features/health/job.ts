import { defineJob } from "@/lib/jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { startDueAudits } from "../audit/audit";
import { listLatestAudits } from "../repository/audits";
import { listOnlineViews } from "../repository/online-views";
import { countRows } from "./count-rows";
import { showFeatureMetrics } from "./metrics";

const LOOK_MS = 300_000;
const TIMEOUT_MS = 600_000;

/** Counts rows, starts the audits that are due, and shows what is known as metrics. */
export async function lookAfterViews(ctx: Ctx, signal: AbortSignal): Promise<void> {
  const sql = poolSql(ctx.db.pool);
  await countRows(ctx, signal);
  await startDueAudits(ctx, {});
  showFeatureMetrics({ views: await listOnlineViews(sql), audits: await listLatestAudits(sql) });
}

export const featureHealthJob = defineJob({
  name: "feature-health",
  everyMs: LOOK_MS,
  timeoutMs: TIMEOUT_MS,
  scope: "one at a time",
  async run({ ctx, signal }) {
    await lookAfterViews(ctx, signal);
    return undefined;
  },
});

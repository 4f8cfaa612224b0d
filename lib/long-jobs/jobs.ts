import { defineJob } from "@/lib/jobs";
import { poolSql } from "@/lib/platform/db";
import { deleteEnded } from "./repository/rows";

const KEEP_DAYS = 30;

/** Ended long jobs are shown for a month. */
export const endedLongJobsJob = defineJob({
  name: "ended-long-jobs",
  cron: "30 3 * * *",
  timeZone: "UTC",
  timeoutMs: 600_000,
  scope: "one at a time",
  actor: "housekeeping",
  async run({ ctx }) {
    await deleteEnded(poolSql(ctx.db.pool), KEEP_DAYS);
    return undefined;
  },
});

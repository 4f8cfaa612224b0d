import { expireAudit } from "@/lib/audit";
import { sweepEvents } from "@/lib/events";
import { defineJob } from "@/lib/jobs";
import { poolSql } from "@/lib/platform/db";
import { removeDue } from "@/lib/platform/storage/removal";
import { retentionRound } from "./round";
import { ROUND_EVERY_MS } from "./values";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** All of these take away what was kept long enough; several at once would do no harm, and no good. */
const shared = { scope: "one at a time", actor: "housekeeping" } as const;

/** The policy of retention. A large installation's first round may take long, and one that is cut short goes on in the next. */
export const retentionJob = defineJob({
  ...shared,
  name: "retention",
  everyMs: ROUND_EVERY_MS,
  timeoutMs: 6 * HOUR_MS,
  async run({ ctx, signal }) {
    const { runs } = await retentionRound(ctx, signal);
    if (runs > 0) ctx.log.info({ runs }, "retention took away runs");
    return undefined;
  },
});

/** Rows of the audit log that are older than the installation keeps them. */
export const auditJob = (days: number) =>
  defineJob({
    ...shared,
    name: "audit-rows",
    cron: "0 3 * * *",
    timeZone: "UTC",
    timeoutMs: HOUR_MS,
    async run({ ctx, signal }) {
      const rows = await expireAudit(ctx, days, { signal });
      if (rows > 0) ctx.log.info({ rows }, "old rows of the audit log were taken away");
      return undefined;
    },
  });

/** Objects whose rows are gone. */
export const objectsJob = defineJob({
  ...shared,
  name: "unused-objects",
  everyMs: MINUTE_MS,
  timeoutMs: HOUR_MS,
  async run({ ctx, signal }) {
    const objects = await removeDue(ctx, signal);
    if (objects > 0) ctx.log.info({ objects }, "objects whose rows are gone were removed");
    return undefined;
  },
});

/** Events that all who follow them have been given. */
export const eventsJob = defineJob({
  ...shared,
  name: "old-events",
  everyMs: MINUTE_MS,
  timeoutMs: HOUR_MS,
  async run({ ctx, signal }) {
    await sweepEvents(poolSql(ctx.db.pool), signal);
    return undefined;
  },
});

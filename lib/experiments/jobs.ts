import { nudgeReaders } from "@/lib/events";
import { defineJob } from "@/lib/jobs";
import { closeRunsLeftOpen } from "./left-open";

const EVERY_MS = 10_000;

/**
 * Runs that their task left open. A job and not a part of the transition that ends an attempt: that one stays as quick as
 * it is, and a run that began while its attempt ended is found too.
 */
export const leftOpenJob = defineJob({
  name: "runs-left-open",
  everyMs: EVERY_MS,
  timeoutMs: 60_000,
  scope: "one at a time",
  actor: "housekeeping",
  async run({ ctx, signal }) {
    const runs = await closeRunsLeftOpen(ctx.db.pool, { signal });
    if (runs === 0) return undefined;
    nudgeReaders(ctx.redis);
    ctx.log.info({ runs }, "training runs that their tasks left open were closed");
    return undefined;
  },
});

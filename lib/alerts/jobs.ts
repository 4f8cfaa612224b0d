import { defineJob } from "@/lib/jobs";
import { lookAtAlerts } from "./look";

const MINUTE_MS = 60_000;

/** Rules over endpoints are looked at when they are due; see lookAtAlerts. */
export const alertsJob = defineJob({
  name: "alerts",
  scope: "one at a time",
  actor: "alerts",
  everyMs: MINUTE_MS / 4,
  timeoutMs: 10 * MINUTE_MS,
  async run({ ctx, signal }) {
    return (await lookAtAlerts(ctx, signal)) > 0 ? "again" : undefined;
  },
});

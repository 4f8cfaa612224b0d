import { defineJob } from "@/lib/jobs";
import type { AllowList } from "@/lib/platform/address";
import { poolSql } from "@/lib/platform/db";
import { forgetDeliveries } from "../repository/webhooks";
import { deliverDue } from "./deliver";

const EVERY_MS = 2_000;
const TIMEOUT_MS = 60_000;
const KEPT_DAYS = 30;
const FORGOTTEN_AT_ONCE = 1_000;

/** Any process may run it: deliveries are claimed. Without webhooks it is one look at an index. */
export const webhookJob = (allow: AllowList) =>
  defineJob({
    name: "model-webhooks",
    everyMs: EVERY_MS,
    timeoutMs: TIMEOUT_MS,
    scope: "one at a time",
    async run({ ctx }) {
      if ((await deliverDue(ctx, { allow })) > 0) return "again";
      await forgetDeliveries(poolSql(ctx.db.pool), KEPT_DAYS, FORGOTTEN_AT_ONCE);
      return undefined;
    },
  });

import { forgetPairAnswers } from "@/lib/endpoints";
import { defineJob } from "@/lib/jobs";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { firstIdAt } from "./prediction-time";
import { forgetFeedback, forgetLosses } from "./repository/expire";
import { dayOf, dropDay, ensureDays, findDays } from "./repository/partitions";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The partition of the day to come, and away with days that were kept long enough, with their feedback. */
export const predictionDaysJob = (days: number) =>
  defineJob({
    name: "prediction-days",
    scope: "one at a time",
    actor: "housekeeping",
    everyMs: HOUR_MS,
    timeoutMs: HOUR_MS,
    async run({ ctx, signal }) {
      const now = ctx.clock.now().getTime();
      const { pool } = ctx.db;
      await poolTransaction(pool, (sql) =>
        ensureDays(sql, [dayOf(new Date(now)), dayOf(new Date(now + DAY_MS))]),
      );
      const first = dayOf(new Date(now - days * DAY_MS));
      for (const day of await findDays(poolSql(pool))) {
        if (day >= first) break;
        signal.throwIfAborted();
        await poolTransaction(pool, (sql) => dropDay(sql, day));
        ctx.log.info({ day }, "predictions of a day were taken away");
      }
      const begin = new Date(`${first}T00:00:00Z`);
      while ((await forgetFeedback(poolSql(pool), firstIdAt(begin))) > 0) signal.throwIfAborted();
      while ((await forgetPairAnswers(poolSql(pool), firstIdAt(begin))) > 0) signal.throwIfAborted();
      await forgetLosses(poolSql(pool), begin);
      return undefined;
    },
  });

import { defineJob } from "@/lib/jobs";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { dayOf, dropDay, ensureDays, findOldDays, findUnsealedDays, sealDay } from "./repository/partitions";
import { forgetBatches } from "./repository/write";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Records of a day come a little after it too. */
const SEAL_AFTER_MS = 15 * MINUTE_MS;
const DAYS_AHEAD = 3;
/** An index over two million messages takes a minute. */
const INDEX_MS = HOUR_MS;

/** Partitions of the days to come, indexes of those that are over, and away with those that were kept long enough. */
export const logDaysJob = (keptDays: number) =>
  defineJob({
    name: "log-days",
    scope: "one at a time",
    actor: "housekeeping",
    everyMs: 5 * MINUTE_MS,
    timeoutMs: 6 * HOUR_MS,
    async run({ ctx, signal }) {
      const now = ctx.clock.now().getTime();
      const { pool } = ctx.db;
      const ahead = Array.from({ length: DAYS_AHEAD }, (_, day) => dayOf((now + day * DAY_MS) * 1_000));
      await poolTransaction(pool, (sql) => ensureDays(sql, ahead));
      await forgetBatches(poolSql(pool), new Date(now - HOUR_MS));
      // A day longer than records are taken, so that none comes for a day that is gone.
      for (const day of await findOldDays(poolSql(pool), new Date(now - (keptDays + 1) * DAY_MS))) {
        signal.throwIfAborted();
        await poolTransaction(pool, (sql) => dropDay(sql, day));
        ctx.log.info({ day }, "log records of a day were taken away");
      }
      for (const day of await findUnsealedDays(poolSql(pool), new Date(now - SEAL_AFTER_MS))) {
        signal.throwIfAborted();
        await poolTransaction(pool, (sql) => sealDay(sql, day), { statementMs: INDEX_MS });
      }
      return undefined;
    },
  });

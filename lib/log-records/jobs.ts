import { defineJob } from "@/lib/jobs";
import { poolSession, poolSql, poolTransaction } from "@/lib/platform/db";
import { daysOver } from "./days-over";
import {
  dayOf,
  dropDay,
  ensureDays,
  findDaySizes,
  findOldDays,
  findUnsealedDays,
  sealDay,
} from "./repository/partitions";
import { forgetBatches } from "./repository/write";
import { logStoreOf } from "./stores";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Records of a day come a little after it too. */
const SEAL_AFTER_MS = 15 * MINUTE_MS;
const DAYS_AHEAD = 3;
/** An index over two million messages takes a minute. */
const INDEX_MS = HOUR_MS;

/** `bytes`: on disk, with indexes; without it only their age decides how long records are kept. */
type Kept = { days: number; bytes?: number | undefined };

/**
 * Partitions of the days to come, indexes of those that are over, and away with those that were kept long enough, or that are
 * the oldest where there is no more room.
 */
export const logDaysJob = (kept: Kept) =>
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
      const drop = async (day: string, why: string) => {
        signal.throwIfAborted();
        await poolTransaction(pool, (sql) => dropDay(sql, day));
        ctx.log.info({ day, why }, "log records of a day were taken away");
      };
      // A day longer than records are taken, so that none comes for a day that is gone.
      for (const day of await findOldDays(poolSql(pool), new Date(now - (kept.days + 1) * DAY_MS)))
        await drop(day, "age");
      for (const day of await logStoreOf(ctx).expire(new Date(now - (kept.days + 1) * DAY_MS)))
        ctx.log.info({ day, why: "age" }, "log records of a day were taken away");
      // Before indexes are made, which need room too.
      const dropOver = async () => {
        if (kept.bytes === undefined) return;
        const today = dayOf(now * 1_000);
        for (const day of daysOver(await findDaySizes(poolSql(pool)), kept.bytes, today))
          await drop(day, "size");
      };
      await dropOver();
      for (const day of await findUnsealedDays(poolSql(pool), new Date(now - SEAL_AFTER_MS))) {
        signal.throwIfAborted();
        await poolSession(pool, INDEX_MS, (sql) => sealDay(sql, day));
        await dropOver();
      }
      return undefined;
    },
  });

import { defineJob, type Job } from "@/lib/jobs";
import { poolSql } from "@/lib/platform/db";
import { answerWaiting } from "./answer";
import { deleteExpired } from "./repository";

const LOOK_MS = 2_000;
const TIMEOUT_MS = 150_000;
const AT_ONCE = 500;

/** Answers requests that wait; any number of processes may. While none does it costs a look at an index every two seconds. */
export const asyncPredictionsJob = (wake: NonNullable<Job["wake"]>) =>
  defineJob({
    name: "async-predictions",
    everyMs: LOOK_MS,
    timeoutMs: TIMEOUT_MS,
    scope: "everywhere",
    wake,
    async run({ ctx }) {
      if ((await answerWaiting(ctx)) > 0) return "again";
      await deleteExpired(poolSql(ctx.db.pool), AT_ONCE);
      return undefined;
    },
  });

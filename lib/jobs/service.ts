import * as z from "zod";
import { poolSql, txSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read, write } from "@/lib/verbs";
import { type JobRow, jobRows, requestRun } from "./repository";
import { JobRef, type JobState, type JobView } from "./schema";

/** The channel on which a process hears that it is to look at what people have asked for. */
export const JOBS_CHANNEL = "gwanje:jobs";
/** Three beats: a process that has written nothing for that long runs nothing. */
const LIVE_MS = 30_000;

/** The product's own periodic work, by name. */
export const listJobs = read("queues:read", z.strictObject({}), async (ctx) => {
  const rows = await jobRows(poolSql(ctx.db.pool), LIVE_MS);
  return { data: rows.map(viewOf) };
});

/** Makes a job due, wherever it runs. While it runs, once more after that. */
export const runJob = write(
  "runs:write",
  JobRef,
  async ({ tx, ctx, input: { name }, audit, afterCommit }) => {
    const processes = await requestRun(txSql(tx), name, LIVE_MS);
    if (processes === 0) throw new NotFoundError("running job", name);
    // Without Redis the next beat finds it.
    afterCommit(() => void ctx.redis.publish(JOBS_CHANNEL, name).catch(() => {}));
    return audit("job.run", { target: { type: "job", id: name } }, { processes });
  },
);

function viewOf(row: JobRow): JobView {
  return {
    name: row.name,
    process: row.process,
    state: stateOf(row),
    every_ms: row.everyMs,
    cron: row.cron,
    time_zone: row.timeZone,
    last_started_at: row.lastStartedAt?.toISOString() ?? null,
    last_ended_at: row.lastEndedAt?.toISOString() ?? null,
    took_ms: row.tookMs,
    error: row.error,
    runs: row.runs,
    failed_runs: row.failedRuns,
    failures_in_row: row.failuresInRow,
    next_at: row.nextAt?.toISOString() ?? null,
    seen_at: row.seenAt.toISOString(),
  };
}

function stateOf({ isLive, outcome, lastStartedAt, lastEndedAt }: JobRow): JobState {
  if (!isLive) return "silent";
  if (outcome === "stuck") return "stuck";
  if (outcome === "failed") return "failing";
  return lastStartedAt && lastStartedAt > (lastEndedAt ?? new Date(0)) ? "running" : "waiting";
}

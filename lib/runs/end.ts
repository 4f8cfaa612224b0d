import type { Sql } from "@/lib/platform/db";
import { cancelTasks, endWaiting, recountTasks } from "@/lib/tasks";
import { cancelQueuedRuns, writeReason } from "./repository";
import { closeRun, type LockedRun, leafStates, lockRun, lowerUnfinished } from "./repository/lock";
import { closingState } from "./state";

/** Ends a run early: what waits ends now, what runs is killed at its worker's next heartbeat and closes the run then. */
export async function endRun(
  sql: Sql,
  runId: string,
  reason: "cancelled" | "timed_out",
): Promise<LockedRun | undefined> {
  const run = await lockRun(sql, runId);
  if (!run || (run.state !== "running" && run.state !== "queued")) return undefined;
  const taskState = reason === "cancelled" ? "cancelled" : "skipped";
  await writeReason(sql, runId, reason);
  const ended = await endWaiting(sql, runId, { reason, taskState });
  // What runs on may stand below what has ended here: after a clear above it, it waits for that to run again.
  if (ended > 0) await recountTasks(sql, [runId]);
  if ((await lowerUnfinished(sql, runId, ended)) <= 0)
    await closeRun(sql, runId, closingState(reason, await leafStates(sql, runId)));
  return run;
}

/** Cancels the runs of a backfill that have not started, all at once: there may be thousands. Returns how many. */
export async function cancelQueuedOf(sql: Sql, backfillId: string): Promise<number> {
  const runIds = await cancelQueuedRuns(sql, backfillId);
  await cancelTasks(sql, runIds);
  return runIds.length;
}

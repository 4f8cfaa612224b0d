import type { Sql } from "@/lib/platform/db";
import { cancelTasks, endWaiting, recountTasks } from "@/lib/tasks";
import { cancelQueuedRuns, writeReason } from "./repository";
import { closeRun, type LockedRun, leafStates, lockRun, lowerUnfinished } from "./repository/lock";
import { closingState } from "./state";

/**
 * Ends a run early. Waiting tasks end now; workers kill the running ones at their next heartbeat, and the last of these
 * closes the run.
 */
export async function endRun(
  sql: Sql,
  runId: string,
  reason: "cancelled" | "timed_out",
  /** Null: nobody did. */
  by: string | null,
): Promise<LockedRun | undefined> {
  const run = await lockRun(sql, runId);
  if (!run || (run.state !== "running" && run.state !== "queued")) return undefined;
  const taskState = reason === "cancelled" ? "cancelled" : "skipped";
  await writeReason(sql, runId, reason, by);
  const ended = await endWaiting(sql, runId, { reason, taskState });
  // A running task may be below one that ended here, when the latter was cleared in between; a retry of it would wait
  // for it.
  if (ended > 0) await recountTasks(sql, [runId]);
  if ((await lowerUnfinished(sql, runId, ended)) <= 0)
    await closeRun(sql, runId, closingState(reason, await leafStates(sql, runId)));
  return run;
}

/** Cancels the runs of a backfill that have not started, all at once: there may be thousands. Returns how many. */
export async function cancelQueuedOf(sql: Sql, backfillId: string, by: string): Promise<number> {
  const runIds = await cancelQueuedRuns(sql, backfillId, by);
  await cancelTasks(sql, runIds);
  return runIds.length;
}

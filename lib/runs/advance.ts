import type { Sql } from "@/lib/platform/db";
import { uuidV7 } from "@/lib/platform/ids";
import {
  type EngineEnd,
  endAndRelease,
  insertAttempts,
  type QueuedAttempt,
  type Released,
  waitingForJudgement,
} from "@/lib/tasks";
import { closeRun, type LockedRun, leafStates, lowerUnfinished } from "./repository/lock";
import { lowerAndFindReady } from "./repository/slots";
import { closingState, isOpen } from "./state";
import { judge } from "./trigger-rule";

export type Progress = { enqueue: QueuedAttempt[]; closed: boolean };

/**
 * Moves a locked run on from `released` tasks. Ends without a worker whole branches that fail, and empty tasks; queues
 * ready tasks within the limits of the run and its pools; closes a run with nothing left. `ended` counts tasks that
 * ended before the call. While the pipeline is paused nothing is queued.
 */
export async function advance(
  sql: Sql,
  run: LockedRun,
  released: readonly Released[],
  ended: number,
): Promise<Progress> {
  const open = isOpen(run);
  let count = ended;
  for (let waiting = released; waiting.length > 0; ) {
    const ends = waiting.flatMap((task) => endOf(task, open) ?? []);
    if (ends.length === 0) break;
    count += ends.length;
    waiting = await endAndRelease(sql, run.id, ends);
  }
  const { unfinished, places, ready } = open
    ? await lowerAndFindReady(sql, run, count)
    : { unfinished: await lowerUnfinished(sql, run.id, count), places: 0, ready: [] };
  if (unfinished <= 0) {
    await closeRun(sql, run.id, closingState(run.reason, await leafStates(sql, run.id)));
    return { enqueue: [], closed: true };
  }
  if (ready.length === 0) return { enqueue: [], closed: false };
  // Sorted, because ids of one millisecond have no order and lists show attempts by id.
  const ids = ready.map(() => uuidV7()).sort();
  const attempts = ready.map((task, at) => ({ ...task, attemptId: ids[at] ?? uuidV7() }));
  return { enqueue: await insertAttempts(sql, run.id, attempts, places), closed: false };
}

/**
 * The same from the run's present state: at its start, after a pause or a clear, when a pool has room again or a retry
 * is due.
 */
export async function settle(sql: Sql, run: LockedRun): Promise<Progress> {
  return advance(sql, run, await waitingForJudgement(sql, run.id), 0);
}

function endOf(task: Released, open: boolean): EngineEnd | null {
  const verdict = judge("all_success", task);
  if (verdict !== "run") return { id: task.id, state: verdict, attemptId: null };
  return task.kind === "empty" && open ? { id: task.id, state: "success", attemptId: uuidV7() } : null;
}

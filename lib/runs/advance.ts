import type { Sql } from "@/lib/platform/db";
import { uuidV7 } from "@/lib/platform/ids";
import type { QueuedAttempt } from "@/lib/tasks";
import {
  closeRun,
  freeSlots,
  insertAttempts,
  type LockedRun,
  leafStates,
  lowerUnfinished,
  readyTasks,
  releaseDownstream,
  setStates,
  upstreamStates,
} from "./repository";
import { closingState } from "./state";
import { judge } from "./trigger-rule";

/** Tasks of a locked run have ended: let go of what waited for them, pass failure and skipping on, queue, maybe close. */
export async function advance(
  sql: Sql,
  run: LockedRun,
  ended: { count: number; downstream: readonly string[] },
): Promise<QueuedAttempt[]> {
  const released = ended.downstream.length > 0 ? await releaseDownstream(sql, run.id, ended.downstream) : [];
  return settle(sql, run, released, ended.count);
}

/** Judges tasks that wait for nothing any more; whole branches fall in one call. */
export async function settle(
  sql: Sql,
  run: LockedRun,
  waiting: readonly string[],
  alreadyEnded: number,
): Promise<QueuedAttempt[]> {
  let count = alreadyEnded;
  for (let next = waiting; next.length > 0; ) {
    const fallen: Record<"skipped" | "upstream_failed", string[]> = { skipped: [], upstream_failed: [] };
    const below: string[] = [];
    for (const task of await upstreamStates(sql, run.id, next)) {
      const verdict = judge("all_success", task.upstream);
      if (verdict === "run") continue;
      fallen[verdict].push(task.id);
      below.push(...task.downstream);
    }
    for (const state of ["skipped", "upstream_failed"] as const) {
      if (fallen[state].length > 0) await setStates(sql, fallen[state], state);
      count += fallen[state].length;
    }
    next = below.length > 0 ? await releaseDownstream(sql, run.id, below) : [];
  }
  if (count > 0 && (await lowerUnfinished(sql, run.id, count)) <= 0) {
    await closeRun(sql, run.id, closingState(run.reason, await leafStates(sql, run.id)));
    return [];
  }
  return queueReady(sql, run);
}

/** Queues what is ready under the limits of the run and of the pools. A paused pipeline queues nothing. */
export async function queueReady(sql: Sql, run: LockedRun): Promise<QueuedAttempt[]> {
  if (run.isPaused || run.state !== "running" || run.reason !== null) return [];
  const ready = await readyTasks(sql, run);
  if (ready.length === 0) return [];
  const free = await freeSlots(sql, [...new Set(ready.map((task) => task.pool))]);
  const taken = ready.filter((task) => {
    const left = free.get(task.pool);
    if (left === undefined) return true;
    if (task.poolSlots > left) return false;
    free.set(task.pool, left - task.poolSlots);
    return true;
  });
  if (taken.length === 0) return [];
  const attempts = taken.map((task) => ({
    attemptId: uuidV7(),
    taskInstanceId: task.id,
    runId: run.id,
    dagId: task.dagId,
    taskId: task.taskId,
    number: task.tryNumber + 1,
    queue: task.queue,
    priority: task.priorityWeight,
  }));
  await insertAttempts(sql, attempts);
  return attempts.map(({ attemptId, queue, priority }) => ({ attemptId, queue, priority }));
}

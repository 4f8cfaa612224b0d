import type { Sql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { QueuedAttempt } from "@/lib/tasks";
import { queueReady, settle } from "./advance";
import { insertRuns, insertTasks, lockRun, markStarted, readyUnjudged, startableRuns } from "./repository";
import { downstreamOf, type RunSpec } from "./spec";

export type RunWish = {
  runKey: string;
  runType: "scheduled" | "manual" | "backfill";
  logicalDate: Date | null;
  interval: { start: Date; end: Date } | null;
  params: Record<string, unknown>;
  triggeredBy: string | null;
  note: string | null;
  backfillId: string | null;
};

const TASKS_PER_INSERT = 5_000;

/** Creates runs with all their tasks, waiting to be started; a run that exists already is not made twice. */
export async function createRuns(
  sql: Sql,
  of: { dagId: string; versionId: string; spec: RunSpec },
  wishes: readonly RunWish[],
): Promise<string[]> {
  const { spec } = of;
  const made = await insertRuns(
    sql,
    wishes.map((wish) => ({
      id: newId("run"),
      dag_id: of.dagId,
      dag_version_id: of.versionId,
      run_key: wish.runKey,
      run_type: wish.runType,
      logical_date: wish.logicalDate?.toISOString() ?? null,
      data_interval_start: wish.interval?.start.toISOString() ?? null,
      data_interval_end: wish.interval?.end.toISOString() ?? null,
      params: wish.params,
      triggered_by: wish.triggeredBy,
      note: wish.note,
      backfill_id: wish.backfillId,
      unfinished: spec.tasks.length,
      max_active_tasks: spec.max_active_tasks ?? 16,
    })),
  );
  const below = downstreamOf(spec);
  const tasks = made.flatMap((runId) =>
    spec.tasks.map((task) => ({
      id: newId("ti"),
      run_id: runId,
      dag_id: of.dagId,
      task_id: task.task_id,
      max_tries: (task.retries ?? 0) + 1,
      pending_upstream: task.depends_on?.length ?? 0,
      downstream: below.get(task.task_id) ?? [],
      queue: task.queue ?? "default",
      pool: task.pool ?? "default_pool",
      pool_slots: task.pool_slots ?? 1,
      priority_weight: task.priority_weight ?? 1,
    })),
  );
  for (let at = 0; at < tasks.length; at += TASKS_PER_INSERT)
    await insertTasks(sql, tasks.slice(at, at + TASKS_PER_INSERT));
  return made;
}

/** Starts what may start of a pipeline: marks runs running and queues their first tasks. */
export async function startRuns(
  sql: Sql,
  dagId: string,
): Promise<{ runs: string[]; enqueue: QueuedAttempt[] }> {
  const runs = await startableRuns(sql, dagId);
  const enqueue: QueuedAttempt[] = [];
  for (const id of runs) {
    await markStarted(sql, id);
    const run = await lockRun(sql, id);
    if (!run) continue;
    const ready = await readyUnjudged(sql, id);
    enqueue.push(...(await settle(sql, run, ready, 0)));
  }
  return { runs, enqueue };
}

export async function queueReadyOf(sql: Sql, runId: string): Promise<QueuedAttempt[]> {
  const run = await lockRun(sql, runId);
  return run ? queueReady(sql, run) : [];
}

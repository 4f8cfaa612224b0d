import type { Sql } from "@/lib/platform/db";
import { type IdPrefix, newId } from "@/lib/platform/ids";
import { adoptTasks, insertTasks, removeTasksBut, resetTasks } from "@/lib/tasks";
import { keptParams } from "./kept-params";
import { insertRuns, type NewRun } from "./repository";
import { keepPast, lockEnded, moveRuns, reopenRuns } from "./repository/again";
import { downstreamOf, type RunSpec } from "./spec";

export type RunWish = {
  runKey: string;
  runType: "scheduled" | "manual" | "backfill";
  logicalDate: Date | null;
  interval: { start: Date; end: Date } | null;
  /** The run does not start earlier; now when left out. */
  runAfter?: Date | null;
  params: Record<string, unknown>;
  triggeredBy: string | null;
  note: string | null;
  backfillId: string | null;
};

const TASKS_PER_INSERT = 5_000;

export type RunsOf = { dagId: string; versionId: string; spec: RunSpec; wishes: readonly RunWish[] };

/** Inserts queued runs with all their tasks and returns the ids of the new ones; existing runs are skipped. */
export function createRuns(
  sql: Sql,
  of: Omit<RunsOf, "wishes">,
  wishes: readonly RunWish[],
): Promise<string[]> {
  return createRunsOf(sql, [{ ...of, wishes }]);
}

/** The same for several pipelines, in the same number of statements. */
export async function createRunsOf(sql: Sql, wanted: readonly RunsOf[]): Promise<string[]> {
  const ids = orderedIds(
    "run",
    wanted.reduce((sum, { wishes }) => sum + wishes.length, 0),
  );
  const rows = new Map<string, { of: RunsOf; wish: RunWish }>();
  for (const of of wanted)
    for (const wish of of.wishes) rows.set(ids[rows.size] ?? newId("run"), { of, wish });
  if (rows.size === 0) return [];
  const made = await insertRuns(
    sql,
    [...rows].map(([id, { of, wish }]) => newRun(id, of, wish)),
  );
  const specs = new Map(wanted.map((of) => [of, tasksOf(of.dagId, of.spec)]));
  await insertInBatches(
    sql,
    made,
    (id) => {
      const of = rows.get(id)?.of;
      return (of && specs.get(of)?.(id)) ?? [];
    },
    insertTasks,
  );
  return made;
}

function newRun(id: string, { dagId, versionId, spec }: RunsOf, wish: RunWish): NewRun {
  return {
    id,
    dag_id: dagId,
    dag_version_id: versionId,
    run_key: wish.runKey,
    run_type: wish.runType,
    logical_date: wish.logicalDate?.toISOString() ?? null,
    data_interval_start: wish.interval?.start.toISOString() ?? null,
    data_interval_end: wish.interval?.end.toISOString() ?? null,
    run_after: wish.runAfter?.toISOString() ?? null,
    params: wish.params,
    triggered_by: wish.triggeredBy,
    note: wish.note,
    backfill_id: wish.backfillId,
    unfinished: spec.tasks.length,
    max_active_tasks: spec.max_active_tasks ?? 16,
  };
}

/** All task rows of a new run. */
function tasksOf(dagId: string, spec: RunSpec): (runId: string) => Record<string, unknown>[] {
  const below = downstreamOf(spec);
  return (runId) => {
    const ids = orderedIds("ti", spec.tasks.length);
    return spec.tasks.map((task, at) => ({
      id: ids[at] ?? newId("ti"),
      run_id: runId,
      dag_id: dagId,
      task_id: task.task_id,
      max_tries: (task.retries ?? 0) + 1,
      kind: task.kind ?? "bash",
      upstream: [...new Set(task.depends_on)],
      downstream: below.get(task.task_id) ?? [],
      queue: task.queue ?? "default",
      pool: task.pool ?? "default_pool",
      pool_slots: task.pool_slots ?? 1,
      priority_weight: task.priority_weight ?? 1,
    }));
  };
}

/**
 * Ids of one millisecond have no order. These are sorted, so that lists by id show runs in the order in which they were
 * asked for.
 */
function orderedIds<P extends IdPrefix>(prefix: P, count: number): string[] {
  return Array.from({ length: count }, () => newId(prefix)).sort();
}

type Version = { dagId: string; versionId: string; spec: RunSpec };

/**
 * Queues ended runs again on this version, as runs of a backfill. Each keeps its own parameters unless others are
 * given, its past round and all attempts. Active runs are skipped.
 */
export async function restartRuns(
  sql: Sql,
  of: Version,
  again: { runIds: readonly string[]; params: Record<string, unknown> | null; backfillId: string },
): Promise<string[]> {
  const ended = await lockEnded(sql, again.runIds);
  const ids = ended.map((run) => run.id);
  const moved = again.params
    ? ids.map((id) => ({ id, params: again.params ?? {} }))
    : await keptParams(of, ended);
  await keepPast(sql, ids);
  await moveToVersion(sql, of, moved, again.backfillId);
  await resetTasks(sql, ids, null);
  await reopenRuns(sql, ids);
  return ids;
}

/** Moves runs and their tasks to this version; all upstream tasks count as open afterwards. */
export async function moveToVersion(
  sql: Sql,
  of: Version,
  runs: readonly { id: string; params: Record<string, unknown> }[],
  backfillId: string | null,
): Promise<void> {
  const ids = runs.map((run) => run.id);
  const maxActiveTasks = of.spec.max_active_tasks ?? 16;
  await moveRuns(sql, runs, { versionId: of.versionId, maxActiveTasks, backfillId });
  await insertInBatches(sql, ids, tasksOf(of.dagId, of.spec), adoptTasks);
  await removeTasksBut(
    sql,
    ids,
    of.spec.tasks.map((task) => task.task_id),
  );
}

/** Inserts in batches, so that not all tasks are in memory at once. */
async function insertInBatches(
  sql: Sql,
  runIds: readonly string[],
  tasksOfRun: (runId: string) => Record<string, unknown>[],
  insert: (sql: Sql, tasks: Record<string, unknown>[]) => Promise<void>,
): Promise<void> {
  let batch: Record<string, unknown>[] = [];
  for (const runId of runIds) {
    batch.push(...tasksOfRun(runId));
    if (batch.length < TASKS_PER_INSERT) continue;
    await insert(sql, batch);
    batch = [];
  }
  if (batch.length > 0) await insert(sql, batch);
}

import type { Sql } from "@/lib/platform/db";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { handOver, recountTasks, resetTasks } from "@/lib/tasks";
import { hotWrite } from "@/lib/verbs";
import { settle } from "./advance";
import { clearTargets, onVersion } from "./clear-targets";
import { moveToVersion } from "./create";
import { keptParams } from "./kept-params";
import { headVersion, pinnedVersion, tasksOfRun } from "./repository";
import { keepPast, reopenRuns } from "./repository/again";
import { type LockedRun, lockRun } from "./repository/lock";
import { ClearInput } from "./schema";
import type { RunSpec } from "./spec";
import { startOwn } from "./start";
import { wake } from "./wake";

type Pinned = Awaited<ReturnType<typeof pinnedVersion>>;

/**
 * Runs tasks again, on the run's version or the pipeline's newest; a dry run returns them only. A running task is
 * killed first. The ended run is kept as a past round.
 */
export const clearRun = hotWrite(
  "runs:write",
  ClearInput,
  async ({ sql, ctx, input, audit, unchanged, afterCommit }) => {
    const run = await lockRun(sql, input.run_id);
    if (!run) throw new NotFoundError("run", input.run_id);
    const pinned = await pinnedVersion(sql, run.id);
    const newest = input.version === "newest" ? await newestFor(sql, run, pinned) : null;
    const present = await tasksOfRun(sql, run.id);
    const tasks = newest ? onVersion(present, newest.spec) : present;
    const names = new Set(tasks.map((task) => task.taskId));
    // Names are saved in NFC; one that the run does not have as given is looked up in that form.
    const task_ids = input.task_ids?.map((id) => (names.has(id) ? id : id.normalize("NFC")));
    for (const id of task_ids ?? [])
      if (!names.has(id))
        throw InvalidError.field(
          "/task_ids",
          `This run has no task ${JSON.stringify(id)}`,
          because("no_such_task", { task: id }),
        );
    const chosen = clearTargets(tasks, { ...input, task_ids });
    const targets = tasks.filter(
      (task) => chosen.has(task.taskId) && (task.id === null || task.state !== "none"),
    );
    const result = {
      dry_run: input.dry_run,
      version: newest?.number ?? pinned.number,
      tasks: targets.map(({ id, taskId, state }) => ({ id, task_id: taskId, state })),
      removed: newest ? present.flatMap(({ taskId }) => (names.has(taskId) ? [] : [taskId])) : [],
    };
    const moved = newest ? await keptParams(newest, [{ id: run.id, ...pinned }]) : [];
    if (input.dry_run || targets.length === 0) return unchanged(result);
    await keepPast(sql, [run.id]);
    if (newest) await moveToVersion(sql, newest, moved, null);
    const ids = newest ? idsOf(await tasksOfRun(sql, run.id), chosen) : targets.flatMap(({ id }) => id ?? []);
    await resetTasks(sql, [run.id], ids);
    await recountTasks(sql, [run.id]);
    await reopenRuns(sql, [run.id]);
    const now = await lockRun(sql, run.id);
    const enqueue =
      now?.state === "running" ? (await settle(sql, now)).enqueue : await startOwn(sql, run.dagId, run.id);
    afterCommit(() => (enqueue ? handOver(ctx, enqueue, () => wake(ctx.redis)) : wake(ctx.redis)));
    const detail = { tasks: targets.map((task) => task.taskId), version: result.version };
    return audit("run.clear", { target: { type: "run", id: run.id }, detail }, result);
  },
);

/** Null when the run is on the newest version already. */
async function newestFor(sql: Sql, run: LockedRun, pinned: Pinned) {
  const head = await headVersion(sql, run.dagId);
  if (!head?.versionId) throw new NotFoundError("pipeline", run.dagId);
  if (head.versionId === pinned.versionId) return null;
  if (run.state === "running" || run.state === "queued")
    throw new ConflictError(
      "This run has not ended yet, and only an ended run moves to the newest version. Cancel it or wait, or run its tasks again on the version that it is on.",
      because("run_not_ended"),
    );
  return { dagId: run.dagId, versionId: head.versionId, number: head.number, spec: head.spec as RunSpec };
}

function idsOf(tasks: Awaited<ReturnType<typeof tasksOfRun>>, chosen: ReadonlySet<string>): string[] {
  return tasks.flatMap(({ id, taskId }) => (id !== null && chosen.has(taskId) ? [id] : []));
}

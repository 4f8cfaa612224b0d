import { databaseNow, poolSnapshot, poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { attemptRows, pastRows, plain, runsById, taskRows, tasksOfVersions } from "./repository/views";
import { PastRun, RunDetail, RunId, RunView } from "./schema";
import { taskOrder } from "./task-order";
import { ranWith } from "./values";
import { waitsOfTasks } from "./waiting";
import { type Row, stateOf, withReasons } from "./why";

export const getRun = read("runs:read", RunId, async (ctx, { run_id }) => {
  // Read in one snapshot: an ended run must not be shown with a running task.
  const now = await databaseNow(ctx.db.pool);
  const [run, rounds, tasks, attempts] = await poolSnapshot(ctx.db.pool, async (sql) => {
    const [row] = await withReasons(sql, await runsById(sql, [run_id]), now);
    const order = row ? taskOrder(await tasksOfVersions(sql, [String(row.dag_version_id)])) : [];
    const rows = inOrder(await taskRows(sql, run_id), order);
    const waits = row
      ? await waitsOfTasks(sql, RunView.parse(plain(row)), rows.map(stateOf), now)
      : new Map();
    return [
      row,
      await pastRows(sql, run_id),
      rows.map((task): Row => ({ ...task, waits_for: waits.get(String(task.id)) ?? null })),
      await attemptRows(sql, run_id),
    ] as const;
  });
  if (!run) throw new NotFoundError("run", run_id);
  const past = rounds.map((row) => PastRun.parse(plain(row)));
  const present = RunView.parse(plain(run));
  const withVersion = (attempt: Record<string, unknown>) => ({
    ...attempt,
    version: ranWith({ ...present, past }, Number(attempt.clear_number)).version,
  });
  const byTask = groupByTask(attempts.map(withVersion));
  return RunDetail.parse(
    plain({
      ...run,
      past,
      tasks: tasks.map((task) => ({ ...task, attempts: byTask.get(String(task.id)) ?? [] })),
    }),
  );
});

/** A run without its tasks. */
export const getRunHead = read("runs:read", RunId, async (ctx, { run_id }): Promise<RunView> => {
  const sql = poolSql(ctx.db.pool);
  const [run] = await withReasons(sql, await runsById(sql, [run_id]), await databaseNow(ctx.db.pool));
  if (!run) throw new NotFoundError("run", run_id);
  return RunView.parse(plain(run));
});

function inOrder(tasks: readonly Row[], order: readonly string[]): Row[] {
  const place = new Map(order.map((taskId, at) => [taskId, at]));
  const placeOf = (task: Row) => place.get(String(task.task_id)) ?? order.length;
  return tasks.toSorted((one, other) => placeOf(one) - placeOf(other));
}

function groupByTask(attempts: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const attempt of attempts) {
    const key = String(attempt.task_instance_id);
    groups.set(key, [...(groups.get(key) ?? []), attempt]);
  }
  return groups;
}

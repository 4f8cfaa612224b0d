import { read } from "@/lib/audit";
import { poolSnapshot, poolSql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { attemptRows, plain, runRows, taskRows } from "./repository/views";
import { RunDetail, RunId, RunPage, RunQuery, RunView } from "./schema";

export const listRuns = read("runs:read", RunQuery, async (ctx, query) => {
  const before = query.cursor ? String(decodeCursor(query.cursor)[0]) : null;
  if (query.version !== undefined && query.dag_id === undefined)
    throw InvalidError.field(
      "/version",
      "Versions are numbered within a pipeline: say which in dag_id",
      because("version_needs_dag"),
    );
  const rows = await runRows(
    poolSql(ctx.db.pool),
    {
      before,
      dagId: query.dag_id,
      state: query.state,
      runType: query.run_type,
      backfillId: query.backfill_id,
      version: query.version,
    },
    query.limit + 1,
  );
  return RunPage.parse(
    plain(
      toPage(
        rows,
        query.limit,
        (row) => [String(row.id)],
        (row) => row,
      ),
    ),
  );
});

export const getRun = read("runs:read", RunId, async (ctx, { run_id }) => {
  // One moment: a run that has ended must not be shown with a task that still runs.
  const [run, tasks, attempts] = await poolSnapshot(ctx.db.pool, async (sql) => {
    const [row] = await runRows(sql, { id: run_id }, 1);
    return [row, await taskRows(sql, run_id), await attemptRows(sql, run_id)] as const;
  });
  if (!run) throw new NotFoundError("run", run_id);
  const byTask = groupByTask(attempts);
  return RunDetail.parse(
    plain({ ...run, tasks: tasks.map((task) => ({ ...task, attempts: byTask.get(String(task.id)) ?? [] })) }),
  );
});

/** A run without its tasks. */
export const getRunHead = read("runs:read", RunId, async (ctx, { run_id }): Promise<RunView> => {
  const [run] = await runRows(poolSql(ctx.db.pool), { id: run_id }, 1);
  if (!run) throw new NotFoundError("run", run_id);
  return RunView.parse(plain(run));
});

function groupByTask(attempts: Record<string, unknown>[]): Map<string, Record<string, unknown>[]> {
  const groups = new Map<string, Record<string, unknown>[]>();
  for (const attempt of attempts) {
    const key = String(attempt.task_instance_id);
    groups.set(key, [...(groups.get(key) ?? []), attempt]);
  }
  return groups;
}

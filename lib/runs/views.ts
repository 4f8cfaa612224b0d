import { databaseNow, poolSnapshot, poolSql, type Sql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { savedDagId } from "./repository";
import {
  attemptRows,
  failedTasks,
  pastRows,
  plain,
  runRows,
  taskRows,
  tasksOfVersions,
} from "./repository/views";
import { PastRun, RunDetail, RunId, RunPage, RunQuery, RunView } from "./schema";
import { taskOrder } from "./task-order";
import { ranWith } from "./values";
import { waitsOfRuns, waitsOfTasks } from "./waiting";

export const listRuns = read("runs:read", RunQuery, async (ctx, query) => {
  const before = query.cursor ? String(decodeCursor(query.cursor)[0]) : null;
  if (query.version !== undefined && query.dag_id === undefined)
    throw InvalidError.field(
      "/version",
      "Versions are numbered within a pipeline: say which in dag_id",
      because("version_needs_dag"),
    );
  const sql = poolSql(ctx.db.pool);
  const rows = await runRows(
    sql,
    {
      before,
      dagId: query.dag_id && (await savedDagId(sql, query.dag_id)),
      state: query.state,
      runType: query.run_type,
      backfillId: query.backfill_id,
      version: query.version,
    },
    query.limit + 1,
  );
  const page = toPage(
    rows,
    query.limit,
    (row) => [String(row.id)],
    (row) => row,
  );
  return RunPage.parse(
    plain({ ...page, data: await withReasons(sql, page.data, await databaseNow(ctx.db.pool)) }),
  );
});

export const getRun = read("runs:read", RunId, async (ctx, { run_id }) => {
  // Read in one snapshot: an ended run must not be shown with a running task.
  const now = await databaseNow(ctx.db.pool);
  const [run, rounds, tasks, attempts] = await poolSnapshot(ctx.db.pool, async (sql) => {
    const [row] = await withReasons(sql, await runRows(sql, { id: run_id }, 1), now);
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
  const [run] = await withReasons(sql, await runRows(sql, { id: run_id }, 1), await databaseNow(ctx.db.pool));
  if (!run) throw new NotFoundError("run", run_id);
  return RunView.parse(plain(run));
});

/** At most this many failed tasks are read for a page of runs. */
const MOST_FAILED = 2_000;

type Row = Record<string, unknown>;

/** With the reason why a run waits, and the task that failed first. */
async function withReasons(sql: Sql, rows: readonly Row[], now: Date): Promise<Row[]> {
  const waits = await waitsOfRuns(sql, rows.map(stateOf), now);
  const ids = rows
    .filter(({ state }) => state === "failed" || state === "running")
    .map(({ id }) => String(id));
  const failed = ids.length > 0 ? await failedTasks(sql, ids, MOST_FAILED) : [];
  // The newest come first, so the oldest failure of a run is set last and stays.
  const errors = new Map(failed.map(({ id, run_id, ...error }) => [run_id, error]));
  return rows.map((row) => ({
    ...row,
    waits_for: waits.get(String(row.id)) ?? null,
    error: errors.get(String(row.id)) ?? null,
  }));
}

function inOrder(tasks: readonly Row[], order: readonly string[]): Row[] {
  const place = new Map(order.map((taskId, at) => [taskId, at]));
  const placeOf = (task: Row) => place.get(String(task.task_id)) ?? order.length;
  return tasks.toSorted((one, other) => placeOf(one) - placeOf(other));
}

function stateOf(row: Row): { id: string; state: string } {
  return { id: String(row.id), state: String(row.state) };
}

function groupByTask(attempts: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const attempt of attempts) {
    const key = String(attempt.task_instance_id);
    groups.set(key, [...(groups.get(key) ?? []), attempt]);
  }
  return groups;
}

import * as z from "zod";
import { poolSnapshot } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { cursorsOf, fromCursor } from "./axis-cursor";
import { filterOf } from "./list-schema";
import { headVersion, savedDagId } from "./repository";
import { axisPage } from "./repository/axis-page";
import { failedTasks, type GridRow, gridRows, plain, runsById, tasksOfVersions } from "./repository/views";
import { GridQuery, GridView } from "./schema";
import { taskOrder, type VersionTasks } from "./task-order";

/** Reasons are text. At most this many, or a page of failures would outweigh all its cells. */
const MOST_ERRORS = 500;
/** Twice what the target of the time is measured for. */
const MOST_CELLS = 50_000;
const FEWEST_RUNS = 10;

/** The runs of a pipeline along their time axis, with a cell for each task. */
export const getGrid = read(
  "runs:read",
  GridQuery.extend({ dag_id: z.string() }),
  async (ctx, { dag_id, limit, cursor, ...query }): Promise<GridView> => {
    const from = fromCursor(cursor);
    return poolSnapshot(ctx.db.pool, async (sql) => {
      const dagId = await savedDagId(sql, dag_id);
      const filter = { ...filterOf(query), dag_id: [dagId] };
      const places = await axisPage(sql, filter, { from, take: limit });
      const found = await runsById(
        sql,
        places.runs.map(({ id }) => id),
      );
      if (found.length === 0 && !(await headVersion(sql, dagId))) throw new NotFoundError("pipeline", dag_id);
      const versions = await tasksOfVersions(sql, [
        ...new Set(found.map((run) => String(run.dag_version_id))),
      ]);
      const kept = mostRuns(versions, limit);
      const runs = found.slice(0, kept);
      const ids = runs.map((run) => String(run.id));
      const byRun = new Map((await gridRows(sql, ids)).map((row) => [row.runId, row]));
      const failed = await failedTasks(sql, ids, MOST_ERRORS);
      return {
        errors: Object.fromEntries(failed.map(({ id, run_id, ...error }) => [id, error])),
        runs: GridView.shape.runs.parse(plain(runs)),
        ...cellsOf(
          ids.map((id) => byRun.get(id)),
          taskOrder(versions),
        ),
        ...cursorsOf(places, kept),
        cut_to: kept < limit ? kept : null,
      };
    });
  },
);

/** How many runs of so many tasks one answer holds. */
export function mostRuns(versions: readonly VersionTasks[], limit: number): number {
  const tasks = Math.max(1, ...versions.map(({ length }) => length));
  return Math.min(limit, Math.max(FEWEST_RUNS, Math.floor(MOST_CELLS / tasks)));
}

/** One row of cells a run, newest first. Tasks that no run has are left out. */
export function cellsOf(
  rows: readonly (GridRow | undefined)[],
  order: readonly string[],
): Pick<GridView, "task_ids" | "cells"> {
  const had = new Set(rows.flatMap((row) => row?.taskIds ?? []));
  const place = new Map<string, number>();
  for (const taskId of [...order, ...had])
    if (had.has(taskId) && !place.has(taskId)) place.set(taskId, place.size);
  const cells = rows.map((row) => {
    const line = new Array<GridView["cells"][number][number]>(place.size).fill(null);
    row?.taskIds.forEach((taskId, at) => {
      line[place.get(taskId) ?? 0] = [
        row.ids[at] ?? "",
        row.states[at] ?? "none",
        row.tries[at] ?? 0,
        row.durations[at] ?? null,
      ];
    });
    return line;
  });
  return { task_ids: [...place.keys()], cells };
}

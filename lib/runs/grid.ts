import * as z from "zod";
import { poolSnapshot } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { headVersion, savedDagId } from "./repository";
import { runPage } from "./repository/run-pages";
import { failedTasks, type GridRow, gridRows, plain, runsById, tasksOfVersions } from "./repository/views";
import { GridQuery, GridView } from "./schema";
import { taskOrder } from "./task-order";

/** Reasons are text. At most this many, or a page of failures would outweigh all its cells. */
const MOST_ERRORS = 500;

/** The newest runs of a pipeline, with a cell for each task. */
export const getGrid = read(
  "runs:read",
  GridQuery.extend({ dag_id: z.string() }),
  async (ctx, input): Promise<GridView> => {
    const [runs, rows, order, failed] = await poolSnapshot(ctx.db.pool, async (sql) => {
      const dagId = await savedDagId(sql, input.dag_id);
      const order = { sort: "-created" as const, after: null, take: input.limit };
      const places = await runPage(sql, { dag_id: [dagId] }, order);
      const newest = await runsById(
        sql,
        places.map(({ id }) => id),
      );
      if (newest.length === 0 && !(await headVersion(sql, dagId)))
        throw new NotFoundError("pipeline", input.dag_id);
      return [
        newest,
        await gridRows(
          sql,
          newest.map((run) => String(run.id)),
        ),
        taskOrder(
          await tasksOfVersions(
            sql,
            newest.map((run) => String(run.dag_version_id)),
          ),
        ),
        await failedTasks(
          sql,
          newest.map((run) => String(run.id)),
          MOST_ERRORS,
        ),
      ] as const;
    });
    const byRun = new Map(rows.map((row) => [row.runId, row]));
    const lines = runs.map((run) => byRun.get(String(run.id)));
    const errors = Object.fromEntries(failed.map(({ id, run_id, ...error }) => [id, error]));
    return { errors, runs: GridView.shape.runs.parse(plain(runs)), ...cellsOf(lines, order) };
  },
);

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

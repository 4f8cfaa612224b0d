import * as z from "zod";
import { read } from "@/lib/audit";
import { poolSnapshot } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { headVersion } from "./repository";
import { type GridRow, gridRows, plain, runRows } from "./repository/views";
import { GridQuery, type GridView, RunPage } from "./schema";

/** The newest runs of a pipeline by task. */
export const getGrid = read(
  "runs:read",
  GridQuery.extend({ dag_id: z.string() }),
  async (ctx, input): Promise<GridView> => {
    const [runs, rows] = await poolSnapshot(ctx.db.pool, async (sql) => {
      const newest = await runRows(sql, { dagId: input.dag_id }, input.limit);
      if (newest.length === 0 && !(await headVersion(sql, input.dag_id)))
        throw new NotFoundError("pipeline", input.dag_id);
      return [
        newest,
        await gridRows(
          sql,
          newest.map((run) => String(run.id)),
        ),
      ] as const;
    });
    const byRun = new Map(rows.map((row) => [row.runId, row]));
    const lines = runs.map((run) => byRun.get(String(run.id)));
    return { runs: RunPage.shape.data.parse(plain(runs)), ...cellsOf(lines) };
  },
);

/** A line of cells for each run, newest first; tasks in the order of the newest run, then what only older ones have. */
export function cellsOf(rows: readonly (GridRow | undefined)[]): Pick<GridView, "task_ids" | "cells"> {
  const place = new Map<string, number>();
  for (const row of rows)
    if (row?.taskIds.some((taskId) => !place.has(taskId)))
      for (const taskId of inOrder(row)) if (!place.has(taskId)) place.set(taskId, place.size);
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

/** Task instances are made in the order of the spec, and their ids grow. */
function inOrder({ ids, taskIds }: GridRow): string[] {
  return taskIds
    .map((taskId, at) => ({ taskId, id: ids[at] ?? "" }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ taskId }) => taskId);
}

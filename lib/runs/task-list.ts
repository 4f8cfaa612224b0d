import type * as z from "zod";
import type { Sql } from "@/lib/platform/db";
import { cursorText, decodeCursor, toPage } from "@/lib/platform/pagination";
import { read } from "@/lib/verbs";
import { asSaved, withinBudget } from "./list";
import { TIME } from "./repository/run-pages";
import { countTasks, type TaskAt, taskPage } from "./repository/task-pages";
import { plain } from "./repository/views";
import {
  MOST_TASKS_COUNTED,
  type TaskCounts,
  type TaskFilter,
  TaskFilterQuery,
  TaskPage,
  TaskQuery,
} from "./task-list-schema";

const ID = /^[\w-]{1,100}$/;

/** Task instances of all runs, those of the newest runs first. */
export const listTasks = read("runs:read", TaskQuery, async (ctx, query) => {
  const after = query.cursor ? placeOf(query.cursor) : null;
  return withinBudget(ctx, async (sql) => {
    const filter = await taskFilter(sql, query);
    const rows = await taskPage(sql, filter, { after, take: query.limit + 1 });
    const page = toPage(
      rows,
      query.limit,
      ({ began, runId, id }) => [began, runId, id],
      (row) => row,
    );
    return TaskPage.parse(plain(page));
  });
});

export const countTaskStates = read(
  "runs:read",
  TaskFilterQuery,
  (ctx, query): Promise<TaskCounts> =>
    withinBudget(ctx, async (sql) => ({
      counts: await countTasks(sql, await taskFilter(sql, query), MOST_TASKS_COUNTED),
      at_most: MOST_TASKS_COUNTED,
    })),
);

async function taskFilter(sql: Sql, query: z.output<typeof TaskFilterQuery>): Promise<TaskFilter> {
  const { task_id, worker_id, queue, pool } = query;
  return { ...(await asSaved(sql, query)), task_id, worker_id, queue, pool };
}

function placeOf(cursor: string): TaskAt {
  const [began, runId, id] = decodeCursor(cursor);
  return { began: cursorText(began, TIME), runId: cursorText(runId, ID), id: cursorText(id, ID) };
}

import * as z from "zod";
import { poolSnapshot, type Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { cursorsOf, fromCursor } from "./axis-cursor";
import { TaskHistory, TaskHistoryQuery } from "./history-schema";
import { filterOf } from "./list-schema";
import { headVersion, savedDagId } from "./repository";
import { axisPage } from "./repository/axis-page";
import { plain, taskLines, tasksOfVersions } from "./repository/views";

const Wanted = TaskHistoryQuery.extend({ dag_id: z.string(), task_id: z.string().max(1_000) });

/** One task over the runs of its pipeline. */
export const getTaskHistory = read(
  "runs:read",
  Wanted,
  async (ctx, { dag_id, task_id, limit, cursor, state, ...query }): Promise<TaskHistory> => {
    const from = fromCursor(cursor);
    const { state: states, ...filter } = filterOf({ ...query, state });
    return poolSnapshot(ctx.db.pool, async (sql) => {
      const dagId = await savedDagId(sql, dag_id);
      const ofDag = { ...filter, dag_id: [dagId] };
      const page = await axisPage(sql, ofDag, { from, take: limit, task: { task_id, states } });
      if (page.runs.length === 0) await refuseUnknown(sql, dagId, task_id);
      const ids = page.runs.map(({ id }) => id);
      const data = await taskLines(sql, ids, task_id);
      return TaskHistory.parse(plain({ data, ...cursorsOf(page, limit) }));
    });
  },
);

/** A task is known by the newest version, or by any run. */
async function refuseUnknown(sql: Sql, dagId: string, taskId: string): Promise<void> {
  const head = await headVersion(sql, dagId);
  if (!head) throw new NotFoundError("pipeline", dagId);
  const [tasks = []] = head.versionId ? await tasksOfVersions(sql, [head.versionId]) : [];
  if (tasks.some((task) => task.task_id === taskId)) return;
  const ever = await axisPage(
    sql,
    { dag_id: [dagId] },
    { from: null, take: 1, task: { task_id: taskId, states: undefined } },
  );
  if (ever.runs.length === 0) throw new NotFoundError("task", taskId);
}

import * as z from "zod";
import { route } from "@/lib/http/route";
import { getTaskHistory } from "@/lib/runs";
import { TaskHistory, TaskHistoryQuery } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}/tasks/{taskId}",
    scope: "runs:read",
    summary: "A task over the runs of its pipeline: state, waiting and running time, memory, tries.",
    params: z.object({ dagId: z.string(), taskId: z.string() }),
    query: TaskHistoryQuery,
    reply: TaskHistory,
  },
  ({ ctx, params, query }) => getTaskHistory(ctx, { ...query, dag_id: params.dagId, task_id: params.taskId }),
);

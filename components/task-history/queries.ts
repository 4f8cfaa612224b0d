import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { pipelinePath } from "@/components/runs/queries";
import { api, replyOf } from "@/lib/client/api";
import type { TaskHistory } from "@/lib/runs/schema";

export type HistoryWindow = {
  state: string | null;
  type: string | null;
  version: number | null;
  columns: number;
  from: string | null;
};

/** Its key is of the pipeline, whose events tell of its runs. */
export const taskHistoryQuery = (dagId: string, taskId: string, view: HistoryWindow) =>
  queryOptions({
    queryKey: ["pipelines", dagId, "task-history", taskId, view],
    queryFn: ({ signal }) =>
      api.get(`${pipelinePath(dagId)}/tasks/${encodeURIComponent(taskId)}`, replyOf<typeof TaskHistory>(), {
        query: {
          state: view.state,
          run_type: view.type,
          version: view.version,
          limit: view.columns,
          cursor: view.from,
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/client/api";
import { PipelineDetail, PipelineList, PipelineSummary } from "@/lib/pipelines/schema";

const LIST = ["pipelines", "list"] as const;

/** Keys name the area and the id, which is how live events find them. */
export const pipelineQueries = {
  list: () =>
    queryOptions({
      queryKey: LIST,
      queryFn: ({ signal }) => api.get("/pipelines", PipelineList, { signal }),
    }),
  detail: (dagId: string) =>
    queryOptions({
      queryKey: ["pipelines", dagId],
      queryFn: ({ signal }) => api.get(`/pipelines/${encodeURIComponent(dagId)}`, PipelineDetail, { signal }),
    }),
};

export const pausePipeline = (dagId: string, isPaused: boolean) =>
  api.patch(`/pipelines/${encodeURIComponent(dagId)}`, PipelineSummary, { body: { is_paused: isPaused } });

/** Shows the switch of one row as it will be, and leaves every other row alone. */
export function showPaused(client: QueryClient, dagId: string, isPaused: boolean): void {
  client.setQueryData(
    pipelineQueries.list().queryKey,
    (old) =>
      old && {
        data: old.data.map((row) => (row.dag_id === dagId ? { ...row, is_paused: isPaused } : row)),
      },
  );
}

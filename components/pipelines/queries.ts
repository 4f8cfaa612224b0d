import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import type * as z from "zod";
import { api, replyOf } from "@/lib/client/api";
import type {
  ImportErrorList,
  PipelineDetail,
  PipelinePage,
  PipelineRow,
  PipelineSummary,
  VersionDetail,
  VersionFile,
  VersionFiles,
  VersionList,
} from "@/lib/pipelines/schema";
import { type ListFilter, queryOf } from "./list-model";

const LIST = ["pipelines", "list"] as const;
export const PAGES = [...LIST, "pages"] as const;
/** The largest page; nearly every team has fewer pipelines. */
const PAGE = 200;
const versionPath = (dagId: string, number: number) =>
  `/pipelines/${encodeURIComponent(dagId)}/versions/${number}`;
/** A version never changes, so no event invalidates these keys. */
const FOR_EVER = { staleTime: Number.POSITIVE_INFINITY };

/** Keys name the area and the id, which is how live events find them. */
export const pipelineQueries = {
  pages: (filter: ListFilter) =>
    infiniteQueryOptions({
      queryKey: [...PAGES, filter],
      queryFn: ({ signal, pageParam }) =>
        api.get("/pipelines", replyOf<typeof PipelinePage>(), {
          query: {
            ...queryOf(filter),
            limit: PAGE,
            cursor: pageParam,
          },
          signal,
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next_cursor,
    }),
  detail: (dagId: string) =>
    queryOptions({
      queryKey: ["pipelines", dagId],
      queryFn: ({ signal }) =>
        api.get(`/pipelines/${encodeURIComponent(dagId)}`, replyOf<typeof PipelineDetail>(), { signal }),
    }),
  importErrors: () =>
    queryOptions({
      queryKey: [...LIST, "import-errors"],
      queryFn: ({ signal }) => api.get("/import-errors", replyOf<typeof ImportErrorList>(), { signal }),
    }),
  versions: (dagId: string) =>
    queryOptions({
      queryKey: ["pipelines", dagId, "versions"],
      queryFn: ({ signal }) =>
        api.get(`/pipelines/${encodeURIComponent(dagId)}/versions`, replyOf<typeof VersionList>(), {
          signal,
        }),
    }),
  version: (dagId: string, number: number) =>
    queryOptions({
      ...FOR_EVER,
      queryKey: ["pipeline-versions", dagId, number],
      queryFn: ({ signal }) =>
        api.get(versionPath(dagId, number), replyOf<typeof VersionDetail>(), { signal }),
    }),
  versionFiles: (dagId: string, number: number) =>
    queryOptions({
      ...FOR_EVER,
      queryKey: ["pipeline-versions", dagId, number, "files"],
      queryFn: ({ signal }) =>
        api.get(`${versionPath(dagId, number)}/files`, replyOf<typeof VersionFiles>(), { signal }),
    }),
  versionFile: (dagId: string, number: number, path: string) =>
    queryOptions({
      ...FOR_EVER,
      queryKey: ["pipeline-versions", dagId, number, "files", path],
      queryFn: ({ signal }) =>
        api.get(
          `${versionPath(dagId, number)}/files/${path.split("/").map(encodeURIComponent).join("/")}`,
          replyOf<typeof VersionFile>(),
          { signal },
        ),
    }),
};

export const pausePipeline = (dagId: string, isPaused: boolean) =>
  api.patch(`/pipelines/${encodeURIComponent(dagId)}`, replyOf<typeof PipelineSummary>(), {
    body: { is_paused: isPaused },
  });

/** Updates the switch optimistically, in the list and on the pipeline's page. */
export function showPaused(client: QueryClient, dagId: string, isPaused: boolean): void {
  const shown = (row: PipelineRow) => (row.dag_id === dagId ? { ...row, is_paused: isPaused } : row);
  client.setQueriesData<InfiniteData<z.infer<typeof PipelinePage>>>(
    { queryKey: PAGES },
    (old) => old && { ...old, pages: old.pages.map((page) => ({ ...page, data: page.data.map(shown) })) },
  );
  client.setQueryData(
    pipelineQueries.detail(dagId).queryKey,
    (old) => old && { ...old, is_paused: isPaused },
  );
}

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf, toSearch } from "@/lib/client/api";
import type {
  ChangedRuns,
  ExperimentPage,
  ExperimentView,
  KeyKind,
  KeyList,
  Lifecycle,
  TaggedRuns,
  TrainingRunDetail,
  TrainingRunPage,
} from "@/lib/experiments/schema";

export const experimentHref = (id: string) => `/experiments/${encodeURIComponent(id)}`;
export const trainingRunHref = (experimentId: string, runId: string) =>
  `${experimentHref(experimentId)}/runs/${encodeURIComponent(runId)}`;
const runPath = (id: string) => `/experiment-runs/${encodeURIComponent(id)}`;

export type RunsFilter = {
  filter: string;
  /** Entries of the API's `order_by`. */
  order: string;
  /** Names of the values that are shown. */
  keys: readonly string[];
  lifecycle: Lifecycle;
};

const LIST_MS = 15_000;
const RUNNING_MS = 5_000;
const RUNS_A_PAGE = 100;
/** More pages than this are not read again by themselves. */
const MOST_LIVE_PAGES = 3;

export const experimentQueries = {
  pages: (search: string, lifecycle: Lifecycle) =>
    infiniteQueryOptions({
      queryKey: ["experiments", "list", search, lifecycle],
      queryFn: ({ pageParam, signal }) =>
        api.get("/experiments", replyOf<typeof ExperimentPage>(), {
          query: { search, lifecycle, limit: 100, cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
      refetchInterval: LIST_MS,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["experiments", id],
      queryFn: ({ signal }) => api.get(experimentHref(id), replyOf<typeof ExperimentView>(), { signal }),
    }),
  keys: (id: string, kind: KeyKind, search: string, limit: number) =>
    queryOptions({
      queryKey: ["experiments", id, "keys", kind, search, limit],
      queryFn: ({ signal }) =>
        api.get(`${experimentHref(id)}/keys`, replyOf<typeof KeyList>(), {
          query: { kind, search, limit },
          signal,
        }),
    }),
  runs: (id: string, filter: RunsFilter) =>
    infiniteQueryOptions({
      queryKey: ["experiments", id, "runs", filter],
      queryFn: ({ pageParam, signal }) =>
        api.get("/experiment-runs", replyOf<typeof TrainingRunPage>(), {
          query: {
            experiment_id: id,
            filter: filter.filter,
            order_by: filter.order,
            keys: filter.keys,
            lifecycle: filter.lifecycle,
            limit: RUNS_A_PAGE,
            cursor: pageParam,
          },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
      retry: false,
      refetchInterval: ({ state }) => {
        if (state.error || (state.data?.pages.length ?? 0) > MOST_LIVE_PAGES) return false;
        const runs = state.data?.pages.flatMap((page) => page.data) ?? [];
        return runs.some(({ status }) => status === "RUNNING") ? RUNNING_MS : LIST_MS;
      },
    }),
  run: (id: string) =>
    queryOptions({
      queryKey: ["experiments", "run", id],
      queryFn: ({ signal }) => api.get(runPath(id), replyOf<typeof TrainingRunDetail>(), { signal }),
      refetchInterval: ({ state }) => (state.data?.status === "RUNNING" ? RUNNING_MS : false),
    }),
};

/** All runs that the table would show, as CSV. */
export const exportHref = (id: string, { filter, order, keys, lifecycle }: RunsFilter) =>
  `/api/v1/experiment-runs/export${toSearch({ experiment_id: id, filter, order_by: order, keys, lifecycle })}`;

export type ExperimentWish = { name: string; description: string };
export const createExperiment = (body: ExperimentWish) =>
  api.post("/experiments", replyOf<typeof ExperimentView>(), { body });
export const changeExperiment = (id: string, body: ExperimentWish) =>
  api.patch(experimentHref(id), replyOf<typeof ExperimentView>(), { body });
export const deleteExperiment = (id: string) => api.delete(experimentHref(id), NoReply);
export const restoreExperiment = (id: string) => api.post(`${experimentHref(id)}/restore`, NoReply);

export const deleteRuns = (run_ids: readonly string[]) =>
  api.post("/experiment-runs/delete", replyOf<typeof ChangedRuns>(), { body: { run_ids } });
export const restoreRuns = (run_ids: readonly string[]) =>
  api.post("/experiment-runs/restore", replyOf<typeof ChangedRuns>(), { body: { run_ids } });
export const tagRuns = (run_ids: readonly string[], tags: Record<string, string | null>) =>
  api.post("/experiment-runs/tag", replyOf<typeof TaggedRuns>(), { body: { run_ids, tags } });
export const changeRun = (
  id: string,
  body: { name?: string; description?: string; tags?: Record<string, string | null> },
) => api.patch(runPath(id), replyOf<typeof TrainingRunDetail>(), { body });

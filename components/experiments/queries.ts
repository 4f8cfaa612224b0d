import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf, toSearch } from "@/lib/client/api";
import type {
  ChangedRuns,
  ExperimentPage,
  ExperimentView,
  KeyKind,
  KeyList,
  Lifecycle,
  MovedRuns,
  RunGroupPage,
  TableState,
  TableViewList,
  TableViewSaved,
  TaggedRuns,
  TrainingRunDetail,
  TrainingRunPage,
} from "@/lib/experiments/schema";
import type { GroupSort } from "@/lib/experiments/values";
import type { LongJobStarted } from "@/lib/long-jobs/schema";
import type { PurgePreview } from "@/lib/purge/schema";

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
  /** Only runs that are within no other. */
  roots?: boolean;
};
export type GroupsFilter = {
  filter: string;
  lifecycle: Lifecycle;
  by: readonly string[];
  metrics: readonly string[];
  sort: GroupSort;
  sortMetric: string;
  descending: boolean;
};
/** A part of a list: the runs within one, or those of a group. */
export type RunsPart = { parent: string } | { by: readonly string[]; values: readonly (string | null)[] };

/** What is removed for good. */
export type PurgeTarget =
  | { of: "experiment"; id: string; name: string }
  | { of: "runs"; ids: readonly string[] };

/** Changes come as events; this is for what an event did not reach. */
const LIST_MS = 60_000;
/** Points that were logged within a few seconds of others are told with the next ones, or not at all. */
const RUNNING_MS = 15_000;
/** So many runs are shown beneath a run or a group. */
export const MOST_BENEATH = 1_000;
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
            roots: filter.roots,
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
  part: (id: string, { filter, order, keys, lifecycle }: RunsFilter, part: RunsPart) =>
    queryOptions({
      queryKey: ["experiments", id, "part", { filter, order, keys, lifecycle }, part],
      queryFn: ({ signal }) =>
        api.get("/experiment-runs", replyOf<typeof TrainingRunPage>(), {
          query: {
            ...{ experiment_id: id, order_by: order, keys, lifecycle, limit: MOST_BENEATH },
            ...("parent" in part
              ? { parent: part.parent }
              : { filter, group_by: part.by, group: JSON.stringify(part.values) }),
          },
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
  groups: (id: string, search: GroupsFilter) =>
    infiniteQueryOptions({
      queryKey: ["experiments", id, "groups", search],
      queryFn: ({ pageParam, signal }) =>
        api.get("/experiment-run-groups", replyOf<typeof RunGroupPage>(), {
          query: {
            experiment_id: id,
            filter: search.filter,
            lifecycle: search.lifecycle,
            group_by: search.by,
            metrics: search.metrics,
            sort: search.sort,
            sort_metric: search.sortMetric,
            descending: search.descending,
            limit: RUNS_A_PAGE,
            cursor: pageParam,
          },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
      retry: false,
    }),
  views: (id: string) =>
    queryOptions({
      queryKey: ["experiments", id, "views"],
      queryFn: ({ signal }) =>
        api.get(`${experimentHref(id)}/views`, replyOf<typeof TableViewList>(), { signal }),
    }),
  purge: (target: PurgeTarget) =>
    queryOptions({
      queryKey: ["purge", target],
      queryFn: ({ signal }) =>
        target.of === "experiment"
          ? api.get(`${experimentHref(target.id)}/purge`, replyOf<typeof PurgePreview>(), { signal })
          : api.post("/experiment-runs/purge/preview", replyOf<typeof PurgePreview>(), {
              body: { run_ids: target.ids },
              signal,
            }),
      gcTime: 0,
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

/** Experiments to choose from. */
export const experimentPick = (search: string) =>
  queryOptions({
    queryKey: ["experiments", "list", "pick", search],
    queryFn: ({ signal }) =>
      api.get("/experiments", replyOf<typeof ExperimentPage>(), {
        query: { search, lifecycle: "active", limit: 50 },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

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
export const moveRuns = (run_ids: readonly string[], experiment_id: string, with_children: boolean) =>
  api.post("/experiment-runs/move", replyOf<typeof MovedRuns>(), {
    body: { run_ids, experiment_id, with_children },
  });
export const purgeRuns = (run_ids: readonly string[]) =>
  api.post("/experiment-runs/purge", replyOf<typeof LongJobStarted>(), { body: { run_ids } });
export const purgeExperiment = (id: string) =>
  api.post(`${experimentHref(id)}/purge`, replyOf<typeof LongJobStarted>());

const viewPath = (id: string, viewId: string) => `${experimentHref(id)}/views/${encodeURIComponent(viewId)}`;
export type ViewWish = { name: string; state: TableState; is_shared: boolean; is_default: boolean };
export const saveView = (id: string, body: ViewWish) =>
  api.post(`${experimentHref(id)}/views`, replyOf<typeof TableViewSaved>(), { body });
export const changeView = (id: string, viewId: string, body: Partial<ViewWish>) =>
  api.patch(viewPath(id, viewId), NoReply, { body });
export const deleteView = (id: string, viewId: string) => api.delete(viewPath(id, viewId), NoReply);

export const tagRuns = (run_ids: readonly string[], tags: Record<string, string | null>) =>
  api.post("/experiment-runs/tag", replyOf<typeof TaggedRuns>(), { body: { run_ids, tags } });
export const changeRun = (
  id: string,
  body: { name?: string; description?: string; tags?: Record<string, string | null> },
) => api.patch(runPath(id), replyOf<typeof TrainingRunDetail>(), { body });

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { RunCounts, RunFacets, RunPage, TaskCounts, TaskPage } from "@/lib/runs/schema";
import { apiFilter, apiTaskFilter } from "./list-query";
import type { ListFilter } from "./use-list-view";

const PAGE = 100;

/** Keys say "runs", so that events about runs refresh them. Periods are taken at the time of each call. */
export const runListQueries = {
  page: (filter: ListFilter, sort: string, zone: string) =>
    infiniteQueryOptions({
      queryKey: ["runs", "list", filter, sort, zone],
      queryFn: ({ signal, pageParam }) =>
        api.get("/runs", replyOf<typeof RunPage>(), {
          query: { ...apiFilter(filter, zone, new Date()), sort, limit: PAGE, cursor: pageParam },
          signal,
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next_cursor,
    }),
  /** By state, whichever state is chosen. */
  counts: (filter: ListFilter, zone: string) =>
    queryOptions({
      queryKey: ["runs", "list", "counts", { ...filter, state: null }, zone],
      queryFn: ({ signal }) =>
        api.get("/runs/counts", replyOf<typeof RunCounts>(), {
          query: apiFilter({ ...filter, state: null }, zone, new Date()),
          signal,
        }),
    }),
  tasks: (filter: ListFilter, zone: string) =>
    infiniteQueryOptions({
      queryKey: ["runs", "list", "tasks", filter, zone],
      queryFn: ({ signal, pageParam }) =>
        api.get("/task-instances", replyOf<typeof TaskPage>(), {
          query: { ...apiTaskFilter(filter, zone, new Date()), limit: PAGE, cursor: pageParam },
          signal,
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next_cursor,
    }),
  taskCounts: (filter: ListFilter, zone: string) =>
    queryOptions({
      queryKey: ["runs", "list", "task-counts", { ...filter, state: null }, zone],
      queryFn: ({ signal }) =>
        api.get("/task-instances/counts", replyOf<typeof TaskCounts>(), {
          query: apiTaskFilter({ ...filter, state: null }, zone, new Date()),
          signal,
        }),
    }),
  facets: () =>
    queryOptions({
      queryKey: ["pipelines", "list", "run-facets"],
      queryFn: ({ signal }) => api.get("/runs/facets", replyOf<typeof RunFacets>(), { signal }),
      staleTime: 60_000,
    }),
};

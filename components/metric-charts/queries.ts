import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Range } from "@/components/charts/line-chart-props";
import { api, replyOf } from "@/lib/client/api";
import type { LatestPage, SampleList } from "@/lib/experiments/schema";
import type { Axis } from "@/lib/experiments/values";
import { paceMs } from "./pace";

const runPath = (id: string) => `/experiment-runs/${encodeURIComponent(id)}`;
const LIVE_MS = 5_000;

export type SampleWish = { keys: readonly string[]; points: number; axis: Axis; zoom: Range | null };
const bounds = (zoom: Range | null) => (zoom ? { from: zoom.from, to: zoom.to } : {});

export const metricQueries = {
  /** Names and latest values, page by page. */
  latest: (
    runId: string,
    wish: { search: string; group: "model" | "system"; limit: number },
    live: boolean,
  ) =>
    infiniteQueryOptions({
      queryKey: ["experiments", "run", runId, "metrics", wish],
      queryFn: ({ pageParam, signal }) =>
        api.get(`${runPath(runId)}/metrics`, replyOf<typeof LatestPage>(), {
          query: { ...wish, cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? LIVE_MS : false),
    }),
  samples: (runId: string, wish: SampleWish, live: boolean) =>
    queryOptions({
      queryKey: ["experiments", "run", runId, "samples", wish],
      queryFn: ({ signal }) =>
        api.get(`${runPath(runId)}/metric-samples`, replyOf<typeof SampleList>(), {
          query: { keys: wish.keys, points: wish.points, x: wish.axis, ...bounds(wish.zoom) },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (live ? paceMs(state.data?.data ?? []) : false),
    }),
};

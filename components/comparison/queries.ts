import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { Comparison } from "@/lib/comparison/schema";
import type { PointChoice } from "@/lib/comparison/values";

/** The compare page of these runs; the first is its baseline. */
export const compareHref = (runIds: readonly string[]) => `/experiments/compare?runs=${runIds.join(",")}`;

export type ComparisonWish = {
  runs: readonly string[];
  onlyDifferences: boolean;
  search: string;
  point: PointChoice;
  step: number | null;
};

const RUNNING_MS = 5_000;

export const comparisonQueries = {
  compare: ({ runs, onlyDifferences, search, point, step }: ComparisonWish) =>
    queryOptions({
      queryKey: ["experiments", "comparison", runs, onlyDifferences, search, point, step],
      queryFn: ({ signal }) =>
        api.get("/comparison", replyOf<typeof Comparison>(), {
          query: {
            runs,
            differences: onlyDifferences,
            search,
            point,
            step: point === "step" ? (step ?? 0) : null,
          },
          signal,
        }),
      placeholderData: keepPreviousData,
      retry: false,
      refetchInterval: ({ state }) =>
        state.data?.runs.some(({ status }) => status === "RUNNING") ? RUNNING_MS : false,
    }),
};

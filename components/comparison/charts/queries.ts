import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Range } from "@/components/charts/line-chart-props";
import { paceMs } from "@/components/metric-charts/pace";
import { api, replyOf } from "@/lib/client/api";
import type { Comparison } from "@/lib/comparison/schema";
import type { PointChoice } from "@/lib/comparison/values";
import type { SampleList } from "@/lib/experiments/schema";
import type { Axis } from "@/lib/experiments/values";

const LIVE_MS = 5_000;
type ColumnWish = { runs: readonly string[]; point: PointChoice; step: number | null; search: string };
type CurveWish = { runs: readonly string[]; metric: string; points: number; axis: Axis; zoom: Range | null };

export const chartQueries = {
  /** Values of the runs, also those that the table of the page leaves out. */
  columns: ({ runs, point, step, search }: ColumnWish, live: boolean) =>
    queryOptions({
      queryKey: ["experiments", "comparison", "columns", runs, point, step, search],
      queryFn: ({ signal }) =>
        api.get("/comparison", replyOf<typeof Comparison>(), {
          query: {
            runs,
            point,
            search,
            step: point === "step" ? (step ?? 0) : null,
            sections: search === "" ? "params,metrics,tags" : "metrics",
          },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: live ? LIVE_MS : false,
    }),
  /** The curves of all runs in one request. */
  curves: ({ runs, metric, points, axis, zoom }: CurveWish, live: boolean) =>
    queryOptions({
      queryKey: ["experiments", "comparison", "curves", runs, metric, points, axis, zoom],
      queryFn: ({ signal }) =>
        api.get("/experiment-runs/metric-samples", replyOf<typeof SampleList>(), {
          query: {
            run_ids: runs,
            keys: metric,
            points,
            x: axis,
            ...(zoom ? { from: zoom.from, to: zoom.to } : {}),
          },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (live ? paceMs(state.data?.data ?? []) : false),
    }),
};

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { Change, Comparison, RerunReply, ReversalList } from "@/lib/comparison/schema";
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
      refetchInterval: ({ state }) => (isChanging(state.data) ? RUNNING_MS : false),
    }),
  reversals: (run_id: string, other_run_id: string) =>
    queryOptions({
      queryKey: ["experiments", "comparison", "reversals", run_id, other_run_id],
      queryFn: ({ signal }) =>
        api.get("/comparison/reversals", replyOf<typeof ReversalList>(), {
          query: { run_id, other_run_id },
          signal,
        }),
    }),
  /** What a start would be; nothing is started. */
  plan: (wish: RerunWish) =>
    queryOptions({
      queryKey: ["experiments", "comparison", "plan", wish],
      queryFn: ({ signal }) =>
        api.post("/comparison/reruns", replyOf<typeof RerunReply>(), {
          body: { ...wish, dry_run: true },
          signal,
        }),
      retry: false,
    }),
};

export type RerunWish = { run_id: string; other_run_id: string | null; change: Change };
export const startRerun = (wish: RerunWish, key: string) =>
  api.post("/comparison/reruns", replyOf<typeof RerunReply>(), {
    body: wish,
    headers: { "Idempotency-Key": key },
  });

/** A run that goes on, or a repetition that may still log one. */
function isChanging(comparison: Comparison | undefined): boolean {
  return (
    comparison?.runs.some(({ status }) => status === "RUNNING") === true ||
    comparison?.reruns.some(({ state }) => state === "queued" || state === "running") === true
  );
}

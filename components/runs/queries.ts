import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type { TaskTrainingRuns } from "@/lib/experiments/schema";
import type { VersionDetail } from "@/lib/pipelines/schema";
import type { ClearResult, GridView, RunDetail, RunPage, TriggerReply } from "@/lib/runs/schema";

const run = (runId: string) => `/runs/${encodeURIComponent(runId)}`;
export const pipelinePath = (dagId: string) => `/pipelines/${encodeURIComponent(dagId)}`;

export type RunFilter = {
  state: string | null;
  type: string | null;
  backfill: string | null;
  /** The number of a version of the pipeline. */
  version: number | null;
};
const LIST_RUNS = 25;

/** The runs that the grid shows. `from` is a cursor; null: the newest. */
export type GridWindow = RunFilter & { columns: number; from: string | null };
export const GRID_COLUMNS = [25, 50, 100, 365] as const;
export const NEWEST: GridWindow = {
  state: null,
  type: null,
  backfill: null,
  version: null,
  columns: 50,
  from: null,
};

export const DURATION_RUNS = 100;

/** Limits, pools and workers change without an event about the waiting run. */
const WAITING_MS = 5_000;

/** Keys name the area and the id, which is how live events find them. */
export const runQueries = {
  detail: (runId: string) =>
    queryOptions({
      queryKey: ["runs", runId],
      queryFn: ({ signal }) => api.get(run(runId), replyOf<typeof RunDetail>(), { signal }),
      refetchInterval: ({ state }) =>
        state.data?.tasks.some((task) => task.waits_for !== null) ? WAITING_MS : false,
    }),
  /** Its key is of the experiments, whose events tell of new ones. */
  trainingRuns: (runId: string) =>
    queryOptions({
      queryKey: ["experiments", "list", "of-run", runId],
      queryFn: ({ signal }) =>
        api.get(`${run(runId)}/training-runs`, replyOf<typeof TaskTrainingRuns>(), { signal }),
    }),
  grid: (dagId: string, view: GridWindow = NEWEST) =>
    queryOptions({
      queryKey: ["pipelines", dagId, "grid", view],
      queryFn: ({ signal }) =>
        api.get(`${pipelinePath(dagId)}/grid`, replyOf<typeof GridView>(), {
          query: {
            limit: view.columns,
            cursor: view.from,
            state: view.state,
            run_type: view.type,
            backfill_id: view.backfill,
            version: view.version,
          },
          signal,
        }),
      // The runs that were shown stay until those of another window are there.
      placeholderData: keepPreviousData,
    }),
  ofPipeline: (dagId: string, filter: RunFilter) =>
    infiniteQueryOptions({
      queryKey: ["pipelines", dagId, "runs", filter],
      queryFn: ({ signal, pageParam }) =>
        api.get("/runs", replyOf<typeof RunPage>(), {
          query: {
            dag_id: dagId,
            state: filter.state,
            run_type: filter.type,
            backfill_id: filter.backfill,
            version: filter.version,
            limit: LIST_RUNS,
            cursor: pageParam,
          },
          signal,
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next_cursor,
    }),
  /** Versions never change, so no event is about them. */
  version: (dagId: string, number: number) =>
    queryOptions({
      queryKey: ["pipeline-versions", dagId, number],
      queryFn: ({ signal }) =>
        api.get(`${pipelinePath(dagId)}/versions/${number}`, replyOf<typeof VersionDetail>(), { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

export type ClearWish = {
  task_ids?: readonly string[] | undefined;
  only_failed: boolean;
  downstream: boolean;
  version: "same" | "newest";
  dry_run: boolean;
};

export const cancelRun = (runId: string) => api.post(`${run(runId)}/cancel`, NoReply);
export const clearRun = (runId: string, body: ClearWish) =>
  api.post(`${run(runId)}/clear`, replyOf<typeof ClearResult>(), { body });
export const setNote = (runId: string, note: string | null) =>
  api.patch(run(runId), NoReply, { body: { note } });

export type TriggerRequest = {
  params: Record<string, unknown>;
  logical_date: string | null;
  note: string | null;
};
/** `key` makes a second click, or a retry after a lost reply, the same run. */
export const triggerRun = (dagId: string, body: TriggerRequest, key: string) =>
  api.post(`${pipelinePath(dagId)}/runs`, replyOf<typeof TriggerReply>(), {
    body,
    headers: { "idempotency-key": key },
  });

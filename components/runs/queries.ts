import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { api } from "@/lib/client/api";
import { ClearResult, GridView, RunDetail, RunPage } from "@/lib/runs/schema";

const run = (runId: string) => `/runs/${encodeURIComponent(runId)}`;
const pipeline = (dagId: string) => `/pipelines/${encodeURIComponent(dagId)}`;

/** Keys name the area and the id, which is how live events find them. */
export const runQueries = {
  detail: (runId: string) =>
    queryOptions({
      queryKey: ["runs", runId],
      queryFn: ({ signal }) => api.get(run(runId), RunDetail, { signal }),
    }),
  grid: (dagId: string) =>
    queryOptions({
      queryKey: ["pipelines", dagId, "grid"],
      queryFn: ({ signal }) => api.get(`${pipeline(dagId)}/grid`, GridView, { signal }),
    }),
  ofPipeline: (dagId: string) =>
    queryOptions({
      queryKey: ["pipelines", dagId, "runs"],
      queryFn: ({ signal }) => api.get("/runs", RunPage, { query: { dag_id: dagId }, signal }),
    }),
};

export const cancelRun = (runId: string) => api.post(`${run(runId)}/cancel`, z.unknown());
export const clearRun = (runId: string, body: { only_failed: boolean; dry_run: boolean }) =>
  api.post(`${run(runId)}/clear`, ClearResult, { body });

const Triggered = z.object({ id: z.string(), created: z.boolean() });

/** A manual run with the parameters' defaults. */
export const triggerRun = (dagId: string) =>
  api.post(`${pipeline(dagId)}/runs`, Triggered, { body: { params: {} } });

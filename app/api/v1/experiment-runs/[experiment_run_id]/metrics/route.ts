import * as z from "zod";
import { listMetrics } from "@/lib/experiments";
import { LatestPage, LatestQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}/metrics",
    scope: "experiments:read",
    summary: "Metrics of a run by name, each with its latest point, and how many match in all.",
    params: z.object({ experiment_run_id: z.string() }),
    query: LatestQuery,
    reply: LatestPage,
  },
  ({ ctx, params, query }) => listMetrics(ctx, { ...query, run_id: params.experiment_run_id }),
);

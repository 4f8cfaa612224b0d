import * as z from "zod";
import { samplePoints } from "@/lib/experiments";
import { SampleList, SampleQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}/metric-samples",
    scope: "experiments:read",
    summary: "Points of some metrics of a run for a chart: thinned out by step, with every peak kept.",
    params: z.object({ experiment_run_id: z.string() }),
    query: SampleQuery,
    reply: SampleList,
  },
  ({ ctx, params, query }) => samplePoints(ctx, { ...query, run_id: params.experiment_run_id }),
);

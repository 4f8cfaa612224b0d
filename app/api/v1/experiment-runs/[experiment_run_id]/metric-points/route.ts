import * as z from "zod";
import { listPoints } from "@/lib/experiments";
import { PointPage, PointQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}/metric-points",
    scope: "experiments:read",
    summary: "Every point of one metric of a run, by time, step and value.",
    params: z.object({ experiment_run_id: z.string() }),
    query: PointQuery,
    reply: PointPage,
  },
  ({ ctx, params, query }) => listPoints(ctx, { ...query, run_id: params.experiment_run_id }),
);

import * as z from "zod";
import { readRunDatasets } from "@/lib/experiments";
import { RunDatasets } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}/datasets",
    scope: "experiments:read",
    summary: "The datasets that a run read, with what is known of their columns.",
    params: z.object({ experiment_run_id: z.string() }),
    reply: RunDatasets,
  },
  ({ ctx, params }) => readRunDatasets(ctx, { run_id: params.experiment_run_id }),
);

import * as z from "zod";
import { readRunRelations } from "@/lib/experiments";
import { RunRelations } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}/relations",
    scope: "experiments:read",
    summary: "The parent and the children of a run, and the models that it logged or used.",
    params: z.object({ experiment_run_id: z.string() }),
    reply: RunRelations,
  },
  ({ ctx, params }) => readRunRelations(ctx, { run_id: params.experiment_run_id }),
);

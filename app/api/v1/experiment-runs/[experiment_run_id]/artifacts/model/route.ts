import * as z from "zod";
import { readModelFacts } from "@/lib/experiments";
import { ModelFacts, ModelFolderQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}/artifacts/model",
    scope: "experiments:read",
    summary: "What the MLmodel of a folder says: flavours and signature; and how large the folder is.",
    params: z.object({ experiment_run_id: z.string() }),
    query: ModelFolderQuery,
    reply: ModelFacts,
  },
  ({ ctx, params, query }) => readModelFacts(ctx, { owner: { run_id: params.experiment_run_id }, ...query }),
);

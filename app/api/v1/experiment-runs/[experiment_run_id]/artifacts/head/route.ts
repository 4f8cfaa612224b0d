import * as z from "zod";
import { ArtifactHead } from "@/lib/artifacts/schema";
import { readArtifactHead } from "@/lib/experiments";
import { ArtifactFileQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}/artifacts/head",
    scope: "experiments:read",
    summary: "The beginning of a file of a run: at most 256 KB of text, or 1,000 rows of a table.",
    params: z.object({ experiment_run_id: z.string() }),
    query: ArtifactFileQuery,
    reply: ArtifactHead,
  },
  ({ ctx, params, query }) =>
    readArtifactHead(ctx, { owner: { run_id: params.experiment_run_id }, ...query }),
);

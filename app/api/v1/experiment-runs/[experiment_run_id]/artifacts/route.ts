import * as z from "zod";
import { listArtifactPage } from "@/lib/experiments";
import { ArtifactPageQuery, RunFilePage } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}/artifacts",
    scope: "experiments:read",
    summary: "The files and folders of one folder of a run, with sizes.",
    description:
      "One level below `path`. A file's bytes are at `/data/downloads/experiment-runs/{experiment_run_id}/{path}`.",
    params: z.object({ experiment_run_id: z.string() }),
    query: ArtifactPageQuery,
    reply: RunFilePage,
  },
  ({ ctx, params, query }) =>
    listArtifactPage(ctx, { owner: { run_id: params.experiment_run_id }, ...query }),
);

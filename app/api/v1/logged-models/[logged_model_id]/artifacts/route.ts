import * as z from "zod";
import { listArtifactPage } from "@/lib/experiments";
import { ArtifactPageQuery, RunFilePage } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/logged-models/{logged_model_id}/artifacts",
    scope: "experiments:read",
    summary: "The files and folders of one folder of a logged model, with sizes.",
    description:
      "One level below `path`. A file's bytes are at `/data/downloads/logged-models/{logged_model_id}/{path}`.",
    params: z.object({ logged_model_id: z.string() }),
    query: ArtifactPageQuery,
    reply: RunFilePage,
  },
  ({ ctx, params, query }) =>
    listArtifactPage(ctx, { owner: { model_id: params.logged_model_id }, ...query }),
);

import * as z from "zod";
import { ArtifactHead } from "@/lib/artifacts/schema";
import { readArtifactHead } from "@/lib/experiments";
import { ArtifactFileQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/logged-models/{logged_model_id}/artifacts/head",
    scope: "experiments:read",
    summary: "The beginning of a file of a logged model: at most 256 KB of text, or 1,000 rows of a table.",
    params: z.object({ logged_model_id: z.string() }),
    query: ArtifactFileQuery,
    reply: ArtifactHead,
  },
  ({ ctx, params, query }) =>
    readArtifactHead(ctx, { owner: { model_id: params.logged_model_id }, ...query }),
);

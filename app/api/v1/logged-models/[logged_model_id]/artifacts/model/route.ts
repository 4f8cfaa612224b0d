import * as z from "zod";
import { readModelFacts } from "@/lib/experiments";
import { ModelFacts, ModelFolderQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/logged-models/{logged_model_id}/artifacts/model",
    scope: "experiments:read",
    summary: "What the MLmodel of a folder says: flavours and signature; and how large the folder is.",
    params: z.object({ logged_model_id: z.string() }),
    query: ModelFolderQuery,
    reply: ModelFacts,
  },
  ({ ctx, params, query }) => readModelFacts(ctx, { owner: { model_id: params.logged_model_id }, ...query }),
);

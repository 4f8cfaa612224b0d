import * as z from "zod";
import { ArtifactHead } from "@/lib/artifacts/schema";
import { readTrainingSetHead } from "@/lib/features";
import { TrainingSetFileQuery } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/training-sets/{training_set_id}/head",
    scope: "features:read",
    summary:
      "The beginning of a file of a training set: text of the manifest; of the data, that it is parquet.",
    params: z.object({ training_set_id: z.string() }),
    query: TrainingSetFileQuery,
    reply: ArtifactHead,
  },
  ({ ctx, params, query }) => readTrainingSetHead(ctx, { id: params.training_set_id, ...query }),
);

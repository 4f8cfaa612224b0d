import * as z from "zod";
import { getTrainingSet } from "@/lib/features";
import { TrainingSetDetail } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/training-sets/{training_set_id}",
    scope: "features:read",
    summary: "One training set, with what its manifest says once it is made.",
    description:
      "Its bytes are at `/data/downloads/training-sets/{training_set_id}/data.parquet` and `manifest.json` beside it.",
    params: z.object({ training_set_id: z.string() }),
    reply: TrainingSetDetail,
  },
  ({ ctx, params }) => getTrainingSet(ctx, { id: params.training_set_id }),
);

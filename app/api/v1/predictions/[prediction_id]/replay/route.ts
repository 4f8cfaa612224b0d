import { route } from "@/lib/http/route";
import { replayPrediction } from "@/lib/predictions";
import { PredictionRef, ReplayAnswer, ReplayOneInput } from "@/lib/predictions/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/predictions/{prediction_id}/replay",
    scope: "predictions:read",
    summary: "A prediction answered again, with the features that it had.",
    description:
      "By the version that answered, or by another `version`, also of another `model`. `same`: each value, bit for bit. Nothing of it is counted as traffic or kept.",
    params: PredictionRef,
    body: ReplayOneInput,
    example: { version: 4 },
    reply: ReplayAnswer,
  },
  ({ ctx, params, body }) => replayPrediction(ctx, { ...params, by: body }),
);

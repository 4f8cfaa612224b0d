import { route } from "@/lib/http/route";
import { getPrediction } from "@/lib/predictions";
import { PredictionRef, PredictionView } from "@/lib/predictions/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/predictions/{prediction_id}",
    scope: "predictions:read",
    summary:
      "One prediction: request, features with their ages, answer, who answered, where the time went, and feedback.",
    params: PredictionRef,
    reply: PredictionView,
  },
  ({ ctx, params }) => getPrediction(ctx, params),
);

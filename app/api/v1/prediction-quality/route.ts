import { route } from "@/lib/http/route";
import { readQuality } from "@/lib/predictions";
import { Quality, QualityQuery } from "@/lib/predictions/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/prediction-quality",
    scope: "predictions:read",
    summary: "How good an endpoint's answers were, by what came true: each day, variant and version.",
    description:
      "Of the last thirty days without `from`, and of the newest 50,000 labels. Labels of 0 and 1 (or true and false) are judged as probabilities: AUC, log loss, Brier score, calibration; other numbers by their errors. `output` is the place of the number in an answer; the last probability, or the first number, without it.",
    query: QualityQuery,
    reply: Quality,
  },
  ({ ctx, query }) => readQuality(ctx, query),
);

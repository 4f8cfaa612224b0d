import { route } from "@/lib/http/route";
import { listPredictions } from "@/lib/predictions";
import { PredictionPage, PredictionQuery } from "@/lib/predictions/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/predictions",
    scope: "predictions:read",
    summary: "What endpoints were asked and answered, newest first.",
    description:
      "Of the last seven days without `from`. `lost` is how many answers of these hours the log had no room for; what an endpoint's log_rate leaves out is in no list.",
    query: PredictionQuery,
    reply: PredictionPage,
  },
  ({ ctx, query }) => listPredictions(ctx, query),
);

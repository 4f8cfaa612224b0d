import * as z from "zod";
import { getBatchPrediction } from "@/lib/batch-predictions";
import { BatchView } from "@/lib/batch-predictions/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/batch-predictions/{batch_id}",
    scope: "endpoints:read",
    summary: "One batch prediction: its state, how far it is, and where its files are.",
    params: z.object({ batch_id: z.string() }),
    reply: BatchView,
  },
  ({ ctx, params }) => getBatchPrediction(ctx, { id: params.batch_id }),
);

import * as z from "zod";
import { retryBatch } from "@/lib/batch-predictions";
import { BatchView } from "@/lib/batch-predictions/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/batch-predictions/{batch_id}/retry",
    scope: "predictions:run",
    summary: "Go on with a batch prediction that failed or was cancelled.",
    description:
      "Parts that are answered stay, those that failed or were not asked are asked now, of the same version. One that somebody else started needs endpoints:write.",
    params: z.object({ batch_id: z.string() }),
    reply: BatchView,
  },
  ({ ctx, params }) => retryBatch(ctx, { id: params.batch_id }),
);

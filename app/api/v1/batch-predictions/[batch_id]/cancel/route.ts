import * as z from "zod";
import { cancelBatch } from "@/lib/batch-predictions";
import { BatchView } from "@/lib/batch-predictions/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/batch-predictions/{batch_id}/cancel",
    scope: "predictions:run",
    summary: "Stop a batch prediction. What is answered stays for one that goes on.",
    description: "Its jobs stop within a second. One that somebody else started needs endpoints:write.",
    params: z.object({ batch_id: z.string() }),
    reply: BatchView,
  },
  ({ ctx, params }) => cancelBatch(ctx, { id: params.batch_id }),
);

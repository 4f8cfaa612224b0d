import * as z from "zod";
import { readBatchErrors } from "@/lib/batch-predictions";
import { ErrorSample } from "@/lib/batch-predictions/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/batch-predictions/{batch_id}/errors",
    scope: "endpoints:read",
    summary:
      "The first rows without an answer: their number, the column and what is wrong. The file has all of them.",
    params: z.object({ batch_id: z.string() }),
    reply: ErrorSample,
  },
  ({ ctx, params }) => readBatchErrors(ctx, { id: params.batch_id }),
);

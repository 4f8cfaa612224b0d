import * as z from "zod";
import { route } from "@/lib/http/route";
import { rejectPromotion } from "@/lib/models";
import { PromotionView, RejectionBody } from "@/lib/models/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/models/{model_name}/promotions/{promotion_id}/reject",
    scope: "models:write",
    summary: "Reject a promotion that waits.",
    params: z.object({ model_name: z.string(), promotion_id: z.string() }),
    body: RejectionBody,
    example: { reason: "The holdout is too small." },
    reply: PromotionView,
  },
  ({ ctx, params, body }) =>
    rejectPromotion(ctx, { ...body, name: params.model_name, id: params.promotion_id }),
);

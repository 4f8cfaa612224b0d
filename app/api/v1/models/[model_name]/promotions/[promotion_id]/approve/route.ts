import * as z from "zod";
import { route } from "@/lib/http/route";
import { approvePromotion } from "@/lib/models";
import { DecisionBody, PromotionView } from "@/lib/models/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/models/{model_name}/promotions/{promotion_id}/approve",
    scope: "models:write",
    summary:
      "Approve a promotion that waits. Its policy judges once more; `state` is `failed` when it does not pass any more.",
    params: z.object({ model_name: z.string(), promotion_id: z.string() }),
    body: DecisionBody,
    example: { reason: "Looks right.", from: 2 },
    reply: PromotionView,
  },
  ({ ctx, params, body }) =>
    approvePromotion(ctx, { ...body, name: params.model_name, id: params.promotion_id }),
);

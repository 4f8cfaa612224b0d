import * as z from "zod";
import { route } from "@/lib/http/route";
import { withdrawPromotion } from "@/lib/models";
import { PromotionView } from "@/lib/models/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/models/{model_name}/promotions/{promotion_id}/withdraw",
    scope: "models:write",
    summary: "Withdraw a promotion that waits: by the one who asked for it, or an admin.",
    params: z.object({ model_name: z.string(), promotion_id: z.string() }),
    reply: PromotionView,
  },
  ({ ctx, params }) => withdrawPromotion(ctx, { name: params.model_name, id: params.promotion_id }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { redeliver } from "@/lib/models";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/model-webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver",
    scope: "models:manage",
    summary: "Send a message again, with the same id.",
    params: z.object({ webhook_id: z.string(), delivery_id: z.string() }),
  },
  ({ ctx, params }) => redeliver(ctx, { id: params.webhook_id, delivery_id: params.delivery_id }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { listDeliveries } from "@/lib/models";
import { DeliveryPage } from "@/lib/models/schema";
import { PageQuery } from "@/lib/platform/pagination";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/model-webhooks/{webhook_id}/deliveries",
    scope: "models:manage",
    summary: "Messages for a webhook, the newest first, each with its attempts and the last answer.",
    params: z.object({ webhook_id: z.string() }),
    query: PageQuery,
    reply: DeliveryPage,
  },
  ({ ctx, params, query }) => listDeliveries(ctx, { ...query, id: params.webhook_id }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { testWebhook } from "@/lib/models";
import { TestSent } from "@/lib/models/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/model-webhooks/{webhook_id}/test",
    scope: "models:manage",
    summary: "Send a message of the type `webhook.test`, also while the webhook is switched off.",
    params: z.object({ webhook_id: z.string() }),
    reply: TestSent,
    status: 202,
  },
  ({ ctx, params }) => testWebhook(ctx, { id: params.webhook_id }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { changeWebhook, deleteWebhook, getWebhook } from "@/lib/models";
import { WebhookChange, WebhookView } from "@/lib/models/schema";

const params = z.object({ webhook_id: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/model-webhooks/{webhook_id}",
    scope: "models:manage",
    summary: "One webhook of the registry, without its secret.",
    params,
    reply: WebhookView,
  },
  ({ ctx, params }) => getWebhook(ctx, { id: params.webhook_id }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/model-webhooks/{webhook_id}",
    scope: "models:manage",
    summary: "Change a webhook of the registry, or switch it off and on. What is left out stays.",
    params,
    body: WebhookChange,
    example: { events: ["model_alias.set"], active: true },
    reply: WebhookView,
  },
  ({ ctx, params, body }) => changeWebhook(ctx, { id: params.webhook_id, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/model-webhooks/{webhook_id}",
    scope: "models:manage",
    summary: "Delete a webhook of the registry with its messages, also those that wait.",
    params,
  },
  ({ ctx, params }) => deleteWebhook(ctx, { id: params.webhook_id }),
);

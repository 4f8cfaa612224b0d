import { route } from "@/lib/http/route";
import { createWebhook, listWebhooks } from "@/lib/models";
import { NewWebhookView, WebhookBody, WebhookList } from "@/lib/models/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/model-webhooks",
    scope: "models:manage",
    summary: "Who is told of what happens in the registry.",
    reply: WebhookList,
  },
  ({ ctx }) => listWebhooks(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/model-webhooks",
    scope: "models:manage",
    summary: "Have an address told of what happens in the registry. The reply holds the secret, once.",
    description:
      "Messages are those of Standard Webhooks: `{type, timestamp, data}`, with the headers webhook-id, webhook-timestamp and webhook-signature (`v1,` and HMAC-SHA256 in base64 of `id.timestamp.body`). A message that is not answered by 2xx is sent again for half a day; redirects are not followed. Addresses inside this network are refused, except those in GWANJE_FETCH_ALLOW.",
    body: WebhookBody,
    example: {
      url: "https://hooks.example.com/registry",
      events: ["model_alias.set", "model_promotion.requested"],
      description: "The team's chat",
    },
    reply: NewWebhookView,
    status: 201,
  },
  ({ ctx, body }) => createWebhook(ctx, body),
);

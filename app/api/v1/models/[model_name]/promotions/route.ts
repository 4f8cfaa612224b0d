import * as z from "zod";
import { route } from "@/lib/http/route";
import { listPromotions, promoteVersion } from "@/lib/models";
import { PromotionBody, PromotionPage, PromotionQuery, PromotionView } from "@/lib/models/schema";

const params = z.object({ model_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models/{model_name}/promotions",
    scope: "models:read",
    summary: "Promotions of a model, the newest first, each with its policy and the values that it saw.",
    params,
    query: PromotionQuery,
    reply: PromotionPage,
  },
  ({ ctx, params, query }) => listPromotions(ctx, { ...query, name: params.model_name }),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/models/{model_name}/promotions",
    scope: "models:write",
    summary: "Ask that an alias stands for a version.",
    description:
      "The `state` of the reply says what came of it: `applied`, `waiting` (for approval) or `failed` (the policy refuses it, see `verdict`). With `from`, 409 when the alias stands for something else by now.",
    params,
    body: PromotionBody,
    example: { alias: "champion", version: 3, from: 2, reason: "Better on the holdout of May." },
    reply: PromotionView,
    status: 201,
  },
  ({ ctx, params, body }) =>
    promoteVersion(ctx, { ...body, name: params.model_name, version: String(body.version) }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { previewPolicy } from "@/lib/models";
import { PolicyPreview, PreviewBody } from "@/lib/models/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/models/{model_name}/policy-preview",
    scope: "models:write",
    summary:
      "How the newest versions would fare under a policy, with the values that it looks at. Nothing is changed.",
    params: z.object({ model_name: z.string() }),
    body: PreviewBody,
    example: { alias: "champion", expression: "metrics.auc >= champion.metrics.auc - 0.005" },
    reply: PolicyPreview,
  },
  ({ ctx, params, body }) => previewPolicy(ctx, { ...body, name: params.model_name }),
);

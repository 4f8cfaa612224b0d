import * as z from "zod";
import { route } from "@/lib/http/route";
import { createServiceAccountToken } from "@/lib/team";
import { NewToken, TokenInput } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/service-accounts/{accountId}/tokens",
    scope: "team:manage",
    stepUp: true,
    summary: "Make a token of a service account; it is in this answer and never again.",
    params: z.object({ accountId: z.string() }),
    body: TokenInput,
    example: { name: "deploy", scopes: ["runs:read"], expires_in_days: 90 },
    reply: NewToken,
    status: 201,
  },
  ({ ctx, params, body }) => createServiceAccountToken(ctx, { ...body, account_id: params.accountId }),
);

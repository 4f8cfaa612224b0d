import * as z from "zod";
import { route } from "@/lib/http/route";
import { rotateServiceAccountToken } from "@/lib/team";
import { NewToken } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/service-accounts/{accountId}/tokens/{id}/rotate",
    scope: "team:manage",
    stepUp: true,
    summary: "Replace a token of a service account; the old one works for another 24 hours at most.",
    params: z.object({ accountId: z.string(), id: z.string() }),
    reply: NewToken,
    status: 201,
  },
  ({ ctx, params }) => rotateServiceAccountToken(ctx, { account_id: params.accountId, id: params.id }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { revokeServiceAccountToken } from "@/lib/team";

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/service-accounts/{accountId}/tokens/{id}",
    scope: "team:manage",
    summary: "Revoke a token of a service account.",
    params: z.object({ accountId: z.string(), id: z.string() }),
  },
  ({ ctx, params }) => revokeServiceAccountToken(ctx, { account_id: params.accountId, id: params.id }),
);

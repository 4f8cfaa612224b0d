import * as z from "zod";
import { route } from "@/lib/http/route";
import { changeServiceAccount } from "@/lib/team";
import { ChangeServiceAccountInput, ServiceAccountView } from "@/lib/team/schema";

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/service-accounts/{accountId}",
    scope: "team:manage",
    stepUp: true,
    summary: "Change a service account's name, description or role, or deactivate it with all its tokens.",
    params: z.object({ accountId: z.string() }),
    body: ChangeServiceAccountInput.omit({ id: true }),
    example: { role: "editor" },
    reply: ServiceAccountView,
  },
  ({ ctx, params, body }) => changeServiceAccount(ctx, { ...body, id: params.accountId }),
);

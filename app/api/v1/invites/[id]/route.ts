import * as z from "zod";
import { route } from "@/lib/http/route";
import { revokeInvite } from "@/lib/team";

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/invites/{id}",
    scope: "team:manage",
    summary: "Revoke an open invite.",
    params: z.object({ id: z.string() }),
  },
  ({ ctx, params }) => revokeInvite(ctx, params),
);

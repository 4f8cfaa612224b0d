import * as z from "zod";
import { route } from "@/lib/http/route";
import { revokeToken } from "@/lib/team";

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/tokens/{id}",
    scope: "self:write",
    summary: "Revoke one of one's own tokens.",
    params: z.object({ id: z.string() }),
  },
  ({ ctx, params }) => revokeToken(ctx, params),
);

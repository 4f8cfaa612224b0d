import * as z from "zod";
import { route } from "@/lib/http/route";
import { revokeSessions } from "@/lib/team";

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/sessions/{id}",
    scope: "self:write",
    summary: "End one of one's own sessions.",
    params: z.object({ id: z.string() }),
  },
  ({ ctx, params }) => revokeSessions(ctx, params),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { rotateToken } from "@/lib/team";
import { NewToken } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/tokens/{id}/rotate",
    scope: "self:write",
    stepUp: true,
    summary: "Replace one of one's own tokens; the old one works for another 24 hours at most.",
    params: z.object({ id: z.string() }),
    reply: NewToken,
    status: 201,
  },
  ({ ctx, params }) => rotateToken(ctx, params),
);

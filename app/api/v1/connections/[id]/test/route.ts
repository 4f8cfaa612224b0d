import * as z from "zod";
import { route } from "@/lib/http/route";
import { testConnection } from "@/lib/settings";
import { ConnectionTest } from "@/lib/settings/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/connections/{id}/test",
    scope: "settings:write",
    summary:
      "Connect with what is stored, as a task would, and say how it went: SELECT 1, or HEAD of the address.",
    description: "At most ten seconds, and ten tests a minute.",
    params: z.object({ id: z.string() }),
    reply: ConnectionTest,
  },
  ({ ctx, params }) => testConnection(ctx, params),
);

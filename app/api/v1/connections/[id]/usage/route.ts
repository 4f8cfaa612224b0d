import * as z from "zod";
import { route } from "@/lib/http/route";
import { listConnectionUsers } from "@/lib/settings";
import { SettingUsers } from "@/lib/settings/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/connections/{id}/usage",
    scope: "settings:read",
    summary: "The pipelines whose head version names the connection, and the tasks that do.",
    params: z.object({ id: z.string() }),
    reply: SettingUsers,
  },
  ({ ctx, params }) => listConnectionUsers(ctx, params),
);

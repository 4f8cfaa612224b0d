import * as z from "zod";
import { route } from "@/lib/http/route";
import { listPoolUsers } from "@/lib/settings";
import { SettingUsers } from "@/lib/settings/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pools/{name}/usage",
    scope: "settings:read",
    summary: "The pipelines whose head version names the pool, and the tasks that do.",
    params: z.object({ name: z.string() }),
    reply: SettingUsers,
  },
  ({ ctx, params }) => listPoolUsers(ctx, params),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { listVariableUsers } from "@/lib/settings";
import { SettingUsers } from "@/lib/settings/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/variables/{key}/usage",
    scope: "settings:read",
    summary: "The pipelines whose head version names the variable, and the tasks that do.",
    params: z.object({ key: z.string() }),
    reply: SettingUsers,
  },
  ({ ctx, params }) => listVariableUsers(ctx, params),
);

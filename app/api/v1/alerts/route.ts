import { listAlerts } from "@/lib/alerts";
import { AlertList, AlertQuery } from "@/lib/alerts/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/alerts",
    scope: "endpoints:read",
    summary: "The alert rules of all endpoints with their states; state=firing for those that fire.",
    query: AlertQuery,
    reply: AlertList,
  },
  ({ ctx, query }) => listAlerts(ctx, query),
);

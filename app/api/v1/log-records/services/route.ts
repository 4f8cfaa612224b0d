import { route } from "@/lib/http/route";
import { countLogServices } from "@/lib/log-records";
import { LogServiceQuery, LogServices } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records/services",
    scope: "logs:read",
    summary: "How many log records each service has in a range, by level, and since when there are any.",
    query: LogServiceQuery,
    reply: LogServices,
  },
  ({ ctx, query }) => countLogServices(ctx, query),
);

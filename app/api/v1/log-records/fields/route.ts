import { route } from "@/lib/http/route";
import { sampleLogFields } from "@/lib/log-records";
import { LogFieldQuery, LogFields } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records/fields",
    scope: "logs:read",
    summary:
      "Which attributes the newest log records of a search have, or the values of one field and how often.",
    query: LogFieldQuery,
    reply: LogFields,
  },
  ({ ctx, query }) => sampleLogFields(ctx, query),
);

import { route } from "@/lib/http/route";
import { countLogRecords } from "@/lib/log-records";
import { LogBarQuery, LogBars } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records/histogram",
    scope: "logs:read",
    summary: "How many log records match a search, by stretch of time and level.",
    description:
      "Stretches without records are left out. A search of services and levels alone is answered from counts that are kept by the minute.",
    query: LogBarQuery,
    reply: LogBars,
  },
  ({ ctx, query }) => countLogRecords(ctx, query),
);

import { route } from "@/lib/http/route";
import { findLogPatterns } from "@/lib/log-records";
import { LogPatternQuery, LogPatterns } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records/patterns",
    scope: "logs:read",
    summary: "Templates of the messages that match a search, and how many of the newest records have each.",
    description:
      "At most 10,000 of the newest records are looked at. `new_since` and `new_in` say what has come up since a time, or with a version: a template is new when no other record of the range has it, which is searched for as long as time allows.",
    query: LogPatternQuery,
    reply: LogPatterns,
  },
  ({ ctx, query }) => findLogPatterns(ctx, query),
);

import { route } from "@/lib/http/route";
import { searchLogRecords } from "@/lib/log-records";
import { LogRecordPage, LogRecordQuery } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records",
    scope: "logs:read",
    summary: "Log records of a range of time that match a search, the newest first.",
    description:
      "The search goes back a day at a time, and stops after ten seconds: `complete` is then false, `searched_to` says how far it came, and the cursor goes on from there.",
    query: LogRecordQuery,
    reply: LogRecordPage,
  },
  ({ ctx, query }) => searchLogRecords(ctx, query),
);

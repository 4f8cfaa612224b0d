import { route } from "@/lib/http/route";
import { listLogSearches, saveLogSearch } from "@/lib/log-records";
import { LogSearchBody, LogSearchList, LogSearchSaved } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-searches",
    scope: "logs:read",
    summary: "Saved searches of log records: those of the team, and one's own.",
    reply: LogSearchList,
  },
  ({ ctx }) => listLogSearches(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/log-searches",
    scope: "self:write",
    summary: "Save a search of log records. One that the team sees needs logs:write too.",
    body: LogSearchBody,
    example: {
      name: "Errors of the shop",
      state: {
        q: "level>=error",
        pills: ["service:shop"],
        cols: ["level", "user", "message"],
        from: "now-24h",
      },
      is_shared: true,
    },
    reply: LogSearchSaved,
    status: 201,
  },
  ({ ctx, body }) => saveLogSearch(ctx, body),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { searchLog } from "@/lib/logs";
import { LogHits, SearchLogQuery } from "@/lib/logs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/task-attempts/{attemptId}/log/search",
    scope: "logs:read",
    summary: "Numbers of the lines of a log that hold a text, in any case.",
    params: z.object({ attemptId: z.uuid() }),
    query: SearchLogQuery,
    reply: LogHits,
  },
  ({ ctx, params, query }) => searchLog(ctx, { attempt_id: params.attemptId, ...query }),
);

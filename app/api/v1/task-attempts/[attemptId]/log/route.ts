import * as z from "zod";
import { route } from "@/lib/http/route";
import { readLog } from "@/lib/logs";
import { LogPage, LogQuery } from "@/lib/logs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/task-attempts/{attemptId}/log",
    scope: "logs:read",
    summary: "Lines of the log of an attempt.",
    params: z.object({ attemptId: z.uuid() }),
    query: LogQuery,
    reply: LogPage,
  },
  ({ ctx, params, query }) => readLog(ctx, { attempt_id: params.attemptId, ...query }),
);

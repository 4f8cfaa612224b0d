import { route } from "@/lib/http/route";
import { readLogContext } from "@/lib/log-records";
import { LogContext, LogContextQuery, LogRecordRef } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records/{time}/{id}/context",
    scope: "logs:read",
    summary: "What the same source said before and after a log record.",
    description:
      "The source is the try of a task whose output it is, or the service on its host. For more, ask for the context of the first or the last record of the answer. A search `q` narrows it.",
    params: LogRecordRef,
    query: LogContextQuery,
    reply: LogContext,
  },
  ({ ctx, params, query }) => readLogContext(ctx, { ...query, ...params }),
);

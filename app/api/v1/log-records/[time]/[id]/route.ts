import { route } from "@/lib/http/route";
import { readLogRecord } from "@/lib/log-records";
import { LogRecordRef, LogRecordView } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records/{time}/{id}",
    scope: "logs:read",
    summary: "One log record, with its whole message.",
    params: LogRecordRef,
    reply: LogRecordView,
  },
  ({ ctx, params }) => readLogRecord(ctx, params),
);

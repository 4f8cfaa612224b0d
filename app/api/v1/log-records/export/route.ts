import { route } from "@/lib/http/route";
import { exportLogRecords } from "@/lib/log-records";
import { LogExportQuery } from "@/lib/log-records/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records/export",
    scope: "logs:read",
    summary: "Every log record that a search finds, the newest first, as CSV or JSON lines, streamed.",
    query: LogExportQuery,
    streams: ["text/csv", "application/x-ndjson"],
  },
  async ({ ctx, query }) => {
    const { type, body } = await exportLogRecords(ctx, query);
    return new Response(body, {
      headers: {
        "content-type": `${type}; charset=utf-8`,
        "content-disposition": `attachment; filename="logs.${query.format}"`,
        "cache-control": "no-store",
      },
    });
  },
);

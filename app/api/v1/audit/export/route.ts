import { exportAudit } from "@/lib/audit-log";
import { AuditExportQuery } from "@/lib/audit-log/schema";
import { route } from "@/lib/http/route";

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson" } as const;

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/audit/export",
    scope: "audit:read",
    summary: "Every row that the filter lets through, newest first, as CSV or JSON lines, streamed.",
    query: AuditExportQuery,
    streams: ["text/csv", "application/x-ndjson"],
  },
  async ({ ctx, query }) => {
    const { format, body } = await exportAudit(ctx, query);
    return new Response(body, {
      headers: {
        "content-type": TYPES[format],
        "content-disposition": `attachment; filename="audit.${format}"`,
        "cache-control": "no-store",
      },
    });
  },
);

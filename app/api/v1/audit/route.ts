import { listAudit } from "@/lib/audit-log";
import { AuditPage, AuditQuery } from "@/lib/audit-log/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/audit",
    scope: "audit:read",
    summary: "Who changed what, newest first.",
    query: AuditQuery,
    reply: AuditPage,
  },
  ({ ctx, query }) => listAudit(ctx, query),
);

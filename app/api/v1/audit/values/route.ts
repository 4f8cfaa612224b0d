import { listAuditValues } from "@/lib/audit-log";
import { AuditValues } from "@/lib/audit-log/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/audit/values",
    scope: "audit:read",
    summary:
      "The actors, actions and kinds of targets that the newest 20,000 rows have, to choose a filter from.",
    reply: AuditValues,
  },
  ({ ctx }) => listAuditValues(ctx, {}),
);

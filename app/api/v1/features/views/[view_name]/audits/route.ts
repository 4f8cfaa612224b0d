import * as z from "zod";
import { auditView, listAudits } from "@/lib/features";
import { FeatureAuditList } from "@/lib/features/schema";
import { route } from "@/lib/http/route";
import { LongJobStarted } from "@/lib/long-jobs/schema";

const params = z.object({ view_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/views/{view_name}/audits",
    scope: "features:read",
    summary:
      "How often online values of a view differed from its files, feature by feature; the newest audit first.",
    params,
    reply: FeatureAuditList,
  },
  ({ ctx, params }) => listAudits(ctx, { name: params.view_name }),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/views/{view_name}/audits",
    scope: "features:write",
    summary: "Compare a sample of a view's online values with its files now.",
    description:
      "Up to 1,000 entities of the files by chance, each as it was at the end of the last materialisation. It also happens by itself after each materialisation. Online rows that are newer are counted and not compared. A long job does it: GET /api/v1/long-jobs/{id} tells how far it is.",
    params,
    reply: LongJobStarted,
    status: 202,
  },
  ({ ctx, params }) => auditView(ctx, { name: params.view_name }),
);

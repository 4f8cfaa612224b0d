import * as z from "zod";
import { createBackfill, listBackfills } from "@/lib/backfills";
import { BackfillBody, BackfillPage, BackfillPreview, BackfillQuery } from "@/lib/backfills/schema";
import { route } from "@/lib/http/route";

const params = z.object({ dagId: z.string() });

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/pipelines/{dagId}/backfills",
    scope: "runs:write",
    summary:
      "Run every interval that starts in [from_date, to_date); dry_run answers the same and makes nothing.",
    params,
    body: BackfillBody,
    example: { from_date: "2001-01-01", to_date: "2001-01-31", dry_run: true },
    reply: BackfillPreview,
  },
  ({ ctx, params, body }) => createBackfill(ctx, { ...body, dag_id: params.dagId }),
);

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}/backfills",
    scope: "runs:read",
    summary: "The backfills of a pipeline, newest first.",
    params,
    query: BackfillQuery,
    reply: BackfillPage,
  },
  ({ ctx, params, query }) => listBackfills(ctx, { ...query, dag_id: params.dagId }),
);

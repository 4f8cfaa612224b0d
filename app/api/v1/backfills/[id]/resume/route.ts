import { resumeBackfill } from "@/lib/backfills";
import { BackfillId } from "@/lib/backfills/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/backfills/{id}/resume",
    scope: "runs:write",
    summary: "Go on after a pause.",
    params: BackfillId,
  },
  ({ ctx, params }) => resumeBackfill(ctx, params),
);

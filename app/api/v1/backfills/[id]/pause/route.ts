import { pauseBackfill } from "@/lib/backfills";
import { BackfillId } from "@/lib/backfills/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/backfills/{id}/pause",
    scope: "runs:write",
    summary: "Start no more of its runs; those that run go on.",
    params: BackfillId,
  },
  ({ ctx, params }) => pauseBackfill(ctx, params),
);

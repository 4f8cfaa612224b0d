import { cancelBackfill } from "@/lib/backfills";
import { BackfillId } from "@/lib/backfills/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/backfills/{id}/cancel",
    scope: "runs:write",
    summary: "End it: what waits never starts, what runs is cancelled.",
    params: BackfillId,
  },
  ({ ctx, params }) => cancelBackfill(ctx, params),
);

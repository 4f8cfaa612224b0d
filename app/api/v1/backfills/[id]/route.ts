import { getBackfill } from "@/lib/backfills";
import { BackfillId, BackfillView } from "@/lib/backfills/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/backfills/{id}",
    scope: "runs:read",
    summary: "A backfill and how far it is.",
    params: BackfillId,
    reply: BackfillView,
  },
  ({ ctx, params }) => getBackfill(ctx, params),
);

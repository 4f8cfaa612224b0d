import { route } from "@/lib/http/route";
import { cancelRun } from "@/lib/runs";
import { RunId } from "@/lib/runs/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/runs/{run_id}/cancel",
    scope: "runs:write",
    summary: "Cancel a run.",
    params: RunId,
  },
  ({ ctx, params }) => cancelRun(ctx, params),
);

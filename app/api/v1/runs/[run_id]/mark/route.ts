import { route } from "@/lib/http/route";
import { markRun } from "@/lib/runs";
import { MarkBody, Marked, RunId } from "@/lib/runs/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/runs/{run_id}/mark",
    scope: "runs:write",
    summary:
      "Say of an ended run that it counts as succeeded, failed or cancelled. Its tasks keep their states.",
    params: RunId,
    body: MarkBody,
    example: { state: "success" },
    reply: Marked,
  },
  ({ ctx, params, body }) => markRun(ctx, { ...params, ...body }),
);

import { route } from "@/lib/http/route";
import { setRunPinned } from "@/lib/retention";
import { PinReply, RunId } from "@/lib/retention/schema";

export const PUT = route(
  {
    method: "PUT",
    path: "/api/v1/runs/{run_id}/pin",
    scope: "runs:write",
    summary: "Pin a run, so that retention keeps it.",
    params: RunId,
    reply: PinReply,
  },
  ({ ctx, params }) => setRunPinned(ctx, { ...params, pinned: true }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/runs/{run_id}/pin",
    scope: "runs:write",
    summary: "Unpin a run.",
    params: RunId,
    reply: PinReply,
  },
  ({ ctx, params }) => setRunPinned(ctx, { ...params, pinned: false }),
);

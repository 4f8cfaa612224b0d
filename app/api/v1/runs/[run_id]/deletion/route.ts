import { route } from "@/lib/http/route";
import { previewRunDeletion } from "@/lib/retention";
import { DeletionPreview, RunId } from "@/lib/retention/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/runs/{run_id}/deletion",
    scope: "runs:read",
    summary: "What would go with a run, and why it cannot be deleted now (`refused`).",
    params: RunId,
    reply: DeletionPreview,
  },
  ({ ctx, params }) => previewRunDeletion(ctx, params),
);

import { route } from "@/lib/http/route";
import { previewRunPurge } from "@/lib/purge";
import { PurgePreview, RunPurgeBody } from "@/lib/purge/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiment-runs/purge/preview",
    scope: "experiments:read",
    summary: "What would go for good with runs, and why they cannot go now (`refused`).",
    body: RunPurgeBody,
    example: { run_ids: ["0199f2d0c4c87f7d9b1a3c5e7f90a1b2"] },
    reply: PurgePreview,
  },
  ({ ctx, body }) => previewRunPurge(ctx, body),
);

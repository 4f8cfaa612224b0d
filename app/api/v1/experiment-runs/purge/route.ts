import { route } from "@/lib/http/route";
import { LongJobStarted } from "@/lib/long-jobs/schema";
import { purgeRuns } from "@/lib/purge";
import { RunPurgeBody } from "@/lib/purge/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiment-runs/purge",
    scope: "experiments:write",
    summary:
      "Remove deleted runs for good, with their points, logged models and files: all of them or none. 409 while one is not deleted, and while a version of a registered model has its files there. A token needs artifacts:write too. It cannot be undone.",
    body: RunPurgeBody,
    example: { run_ids: ["0199f2d0c4c87f7d9b1a3c5e7f90a1b2"] },
    reply: LongJobStarted,
    status: 202,
  },
  ({ ctx, body }) => purgeRuns(ctx, body),
);

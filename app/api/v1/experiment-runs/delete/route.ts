import { deleteTrainingRuns } from "@/lib/experiments";
import { ChangedRuns, TrainingRunsBody } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiment-runs/delete",
    scope: "experiments:write",
    summary: "Delete runs of experiments: all of them or none. The reply names those that this has changed.",
    body: TrainingRunsBody,
    example: { run_ids: ["0199f2d0c4c87f7d9b1a3c5e7f90a1b2"] },
    reply: ChangedRuns,
  },
  ({ ctx, body }) => deleteTrainingRuns(ctx, body),
);

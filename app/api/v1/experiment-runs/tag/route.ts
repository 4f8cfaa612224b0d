import { tagTrainingRuns } from "@/lib/experiments";
import { TaggedRuns, TrainingRunsTagBody } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiment-runs/tag",
    scope: "experiments:write",
    summary: "Set tags on runs of experiments, or remove those that are null: on all of them or on none.",
    body: TrainingRunsTagBody,
    example: { run_ids: ["0199f2d0c4c87f7d9b1a3c5e7f90a1b2"], tags: { reviewed: "yes" } },
    reply: TaggedRuns,
  },
  ({ ctx, body }) => tagTrainingRuns(ctx, body),
);

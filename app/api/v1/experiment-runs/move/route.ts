import { moveTrainingRuns } from "@/lib/experiments";
import { MovedRuns, TrainingRunsMoveBody } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiment-runs/move",
    scope: "experiments:write",
    summary:
      "Move runs with all that they hold to another experiment: all of them or none. The reply says where those came from that this has moved.",
    description:
      "Runs within these (children) go too, unless `with_children` is false. Files stay where they lie, and addresses with the experiment before go on working. A deleted run, and a deleted experiment, are refused (409).",
    body: TrainingRunsMoveBody,
    example: { run_ids: ["0199f2d0c4c87f7d9b1a3c5e7f90a1b2"], experiment_id: "7" },
    reply: MovedRuns,
  },
  ({ ctx, body }) => moveTrainingRuns(ctx, body),
);

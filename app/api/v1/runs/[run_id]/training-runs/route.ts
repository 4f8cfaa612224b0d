import { listRunsOfTasks } from "@/lib/experiments";
import { TaskTrainingRuns } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";
import { RunId } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/runs/{run_id}/training-runs",
    scope: "experiments:read",
    summary: "The runs of experiments that the tasks of a pipeline's run began, oldest first.",
    params: RunId,
    reply: TaskTrainingRuns,
  },
  ({ ctx, params }) => listRunsOfTasks(ctx, params),
);

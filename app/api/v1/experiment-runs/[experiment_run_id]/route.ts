import * as z from "zod";
import { changeTrainingRun, readTrainingRun } from "@/lib/experiments";
import { TrainingRunChange, TrainingRunDetail } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

const params = z.object({ experiment_run_id: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/{experiment_run_id}",
    scope: "experiments:read",
    summary:
      "A run of an experiment with its parameters, latest metrics, tags and datasets; also a deleted one.",
    params,
    reply: TrainingRunDetail,
  },
  ({ ctx, params }) => readTrainingRun(ctx, { run_id: params.experiment_run_id }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/experiment-runs/{experiment_run_id}",
    scope: "experiments:write",
    summary:
      "Rename a run of an experiment, describe it or set its tags. What is left out stays; a tag that is null is removed.",
    params,
    body: TrainingRunChange,
    example: { name: "best-so-far", description: "Deeper trees.", tags: { reviewed: "yes", draft: null } },
    reply: TrainingRunDetail,
  },
  async ({ ctx, params, body }) => {
    const run = { run_id: params.experiment_run_id };
    await changeTrainingRun(ctx, { ...body, ...run });
    return readTrainingRun(ctx, run);
  },
);

import { listTrainingRuns } from "@/lib/experiments";
import { TrainingRunPage, TrainingRunQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs",
    scope: "experiments:read",
    summary: "Runs of one or more experiments, searched by MLflow's filter language and sorted by any value.",
    description:
      "`filter` is MLflow's language, such as `metrics.auc > 0.7 AND params.lr = '0.1'`, and also takes OR, NOT and parentheses. Only the values named in `keys` come with each run.",
    query: TrainingRunQuery,
    reply: TrainingRunPage,
  },
  ({ ctx, query }) => listTrainingRuns(ctx, query),
);

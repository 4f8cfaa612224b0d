import { groupTrainingRuns } from "@/lib/experiments";
import { RunGroupPage, RunGroupQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-run-groups",
    scope: "experiments:read",
    summary:
      "Runs of experiments grouped by parameters, tags, metrics or attributes, with mean, deviation, least, greatest and number of metrics over all runs of each group.",
    description:
      "Statistics are of the runs that have a number; `nan` and `missing` count the others. The runs of a group come from GET /api/v1/experiment-runs with the same `filter` and `group_by`, and the group's `values` as `group`.",
    query: RunGroupQuery,
    reply: RunGroupPage,
  },
  ({ ctx, query }) => groupTrainingRuns(ctx, query),
);

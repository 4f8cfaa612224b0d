import { route } from "@/lib/http/route";
import { listRuns } from "@/lib/runs";
import { RunPage, RunQuery } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/runs",
    scope: "runs:read",
    summary: "Runs of all pipelines, newest first.",
    description:
      "dag_id, state and run_type take several values with commas between them. started_from and started_before mean the first start of a run, or since when it waits. A search that takes longer than four seconds is refused (400).",
    query: RunQuery,
    reply: RunPage,
  },
  ({ ctx, query }) => listRuns(ctx, query),
);

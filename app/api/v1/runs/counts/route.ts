import { route } from "@/lib/http/route";
import { countRuns } from "@/lib/runs";
import { RunCounts, RunFilterQuery } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/runs/counts",
    scope: "runs:read",
    summary: "How many runs of a filter are in each state; a count of at_most means so many or more.",
    query: RunFilterQuery,
    reply: RunCounts,
  },
  ({ ctx, query }) => countRuns(ctx, query),
);

import { route } from "@/lib/http/route";
import { listRuns } from "@/lib/runs";
import { RunPage, RunQuery } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/runs",
    scope: "runs:read",
    summary: "Runs, newest first.",
    query: RunQuery,
    reply: RunPage,
  },
  ({ ctx, query }) => listRuns(ctx, query),
);

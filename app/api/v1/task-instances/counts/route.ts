import { route } from "@/lib/http/route";
import { countTaskStates } from "@/lib/runs";
import { TaskCounts, TaskFilterQuery } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/task-instances/counts",
    scope: "runs:read",
    summary: "How many task instances of a filter are in each state; null for more than at_most.",
    query: TaskFilterQuery,
    reply: TaskCounts,
  },
  ({ ctx, query }) => countTaskStates(ctx, query),
);

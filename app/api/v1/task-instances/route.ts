import { route } from "@/lib/http/route";
import { listTasks } from "@/lib/runs";
import { TaskPage, TaskQuery } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/task-instances",
    scope: "runs:read",
    summary: "Task instances of all runs, those of the newest runs first.",
    description:
      "state is that of the task. The other fields are those of the run's list, and mean its run. A search that takes longer than four seconds is refused (400).",
    query: TaskQuery,
    reply: TaskPage,
  },
  ({ ctx, query }) => listTasks(ctx, query),
);

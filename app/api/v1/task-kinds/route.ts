import { route } from "@/lib/http/route";
import { listTaskKinds } from "@/lib/tasks";
import { TaskKindList } from "@/lib/tasks/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/task-kinds",
    scope: "queues:read",
    summary: "What ended within a day by the kind of its task: counts, failures, run times and waits.",
    reply: TaskKindList,
  },
  ({ ctx }) => listTaskKinds(ctx, {}),
);

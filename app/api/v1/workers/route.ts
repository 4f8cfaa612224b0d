import { route } from "@/lib/http/route";
import { listWorkers } from "@/lib/tasks";
import { WorkerList } from "@/lib/tasks/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/workers",
    scope: "queues:read",
    summary: "Task workers, live ones first.",
    reply: WorkerList,
  },
  ({ ctx }) => listWorkers(ctx, {}),
);

import { route } from "@/lib/http/route";
import { getWorker } from "@/lib/tasks";
import { WorkerDetail, WorkerId } from "@/lib/tasks/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/workers/{worker_id}",
    scope: "queues:read",
    summary: "A worker with its newest attempts.",
    params: WorkerId,
    reply: WorkerDetail,
  },
  ({ ctx, params }) => getWorker(ctx, params),
);

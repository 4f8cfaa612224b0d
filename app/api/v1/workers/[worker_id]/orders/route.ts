import { route } from "@/lib/http/route";
import { tellWorker } from "@/lib/tasks";
import { WorkerId, WorkerOrderInput } from "@/lib/tasks/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/workers/{worker_id}/orders",
    scope: "settings:write",
    summary:
      "Let a worker end its tasks and take no more (drain), go on (work), or end after its tasks (stop). It obeys within seconds.",
    params: WorkerId,
    body: WorkerOrderInput,
    example: { order: "drain" },
  },
  ({ ctx, params, body }) => tellWorker(ctx, { ...params, ...body }),
);

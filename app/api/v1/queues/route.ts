import { route } from "@/lib/http/route";
import { listQueues } from "@/lib/tasks";
import { QueueList } from "@/lib/tasks/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/queues",
    scope: "queues:read",
    summary: "Queues with what waits and runs in them, fullest first.",
    reply: QueueList,
  },
  ({ ctx }) => listQueues(ctx, {}),
);

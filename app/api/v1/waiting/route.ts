import { route } from "@/lib/http/route";
import { listWaiting } from "@/lib/runs";
import { WaitingList } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/waiting",
    scope: "runs:read",
    summary: "What waits and why: runs and tasks by pipeline and reason, the longest wait first.",
    reply: WaitingList,
  },
  ({ ctx }) => listWaiting(ctx, {}),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { cancelLongJob } from "@/lib/long-jobs";
import { LongJobView } from "@/lib/long-jobs/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/long-jobs/{id}/cancel",
    scope: "queues:read",
    summary:
      "Cancel a long job. One that waits ends at once, one that runs when it has stopped (is_cancelling).",
    description: "Needs the permissions that the job names too.",
    params: z.object({ id: z.string() }),
    reply: LongJobView,
  },
  ({ ctx, params }) => cancelLongJob(ctx, params),
);

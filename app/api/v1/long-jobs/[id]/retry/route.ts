import * as z from "zod";
import { route } from "@/lib/http/route";
import { retryLongJob } from "@/lib/long-jobs";
import { LongJobView } from "@/lib/long-jobs/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/long-jobs/{id}/retry",
    scope: "queues:read",
    summary: "Run a long job that failed or was cancelled again. It goes on where it stopped.",
    description:
      "Needs the permissions that the job names too, and acts with those of who asks. 409 while another one does the same.",
    params: z.object({ id: z.string() }),
    reply: LongJobView,
  },
  ({ ctx, params }) => retryLongJob(ctx, params),
);

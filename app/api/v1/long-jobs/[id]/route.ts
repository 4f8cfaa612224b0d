import * as z from "zod";
import { route } from "@/lib/http/route";
import { getLongJob } from "@/lib/long-jobs";
import { LongJobView } from "@/lib/long-jobs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/long-jobs/{id}",
    scope: "queues:read",
    summary: "One long job: its state, how far it is, its result or why it failed.",
    params: z.object({ id: z.string() }),
    reply: LongJobView,
  },
  ({ ctx, params }) => getLongJob(ctx, params),
);

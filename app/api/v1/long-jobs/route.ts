import { route } from "@/lib/http/route";
import { listLongJobs } from "@/lib/long-jobs";
import { LongJobPage, LongJobQuery } from "@/lib/long-jobs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/long-jobs",
    scope: "queues:read",
    summary:
      "Long work of the product itself, such as the deletion of a pipeline with its runs, the newest first.",
    description: "Those that have ended are kept for 30 days.",
    query: LongJobQuery,
    reply: LongJobPage,
  },
  ({ ctx, query }) => listLongJobs(ctx, query),
);

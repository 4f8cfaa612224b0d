import { route } from "@/lib/http/route";
import { listJobs } from "@/lib/jobs";
import { JobList } from "@/lib/jobs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/jobs",
    scope: "queues:read",
    summary: "The product's own periodic jobs: when they run, how the last run went, and why it failed.",
    description:
      "One row a job. A job that every scheduler runs has a row for each of them. `silent` means that no process has told of the job for half a minute.",
    reply: JobList,
  },
  ({ ctx }) => listJobs(ctx, {}),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { runJob } from "@/lib/jobs";
import { RunAsked } from "@/lib/jobs/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/jobs/{name}/run",
    scope: "runs:write",
    summary: "Run a job now, instead of when it is due. While it runs, it runs once more after that.",
    params: z.object({ name: z.string() }),
    reply: RunAsked,
    status: 202,
  },
  ({ ctx, params }) => runJob(ctx, params),
);

import { route } from "@/lib/http/route";
import { clearRun } from "@/lib/runs";
import { ClearBody, ClearResult, RunId } from "@/lib/runs/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/runs/{run_id}/clear",
    scope: "runs:write",
    summary: "Run tasks again; dry_run lists them.",
    params: RunId,
    body: ClearBody,
    example: { task_ids: ["train"], downstream: true, dry_run: true },
    reply: ClearResult,
  },
  ({ ctx, params, body }) => clearRun(ctx, { ...params, ...body }),
);

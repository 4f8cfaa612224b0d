import * as z from "zod";
import { route } from "@/lib/http/route";
import { triggerRun } from "@/lib/runs";
import { TriggerBody, TriggerReply } from "@/lib/runs/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/pipelines/{dagId}/runs",
    scope: "runs:write",
    summary: "Start a run; the same run_key or logical_date answers the run that is there.",
    params: z.object({ dagId: z.string() }),
    body: TriggerBody,
    example: { logical_date: "2001-01-15T00:00:00Z", params: {}, note: "By hand." },
    reply: TriggerReply,
    status: 201,
  },
  ({ ctx, params, body }) => triggerRun(ctx, { ...body, dag_id: params.dagId }),
);

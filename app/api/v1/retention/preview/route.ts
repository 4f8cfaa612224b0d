import { route } from "@/lib/http/route";
import { previewRetention } from "@/lib/retention";
import { Forecast, PolicyInput } from "@/lib/retention/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/retention/preview",
    scope: "settings:read",
    summary: "What a policy would take, now and within 30 days, before it is saved. Changes nothing.",
    body: PolicyInput,
    example: { run_days: 30, runs_per_pipeline: null, version_days: 30, worker_days: 30 },
    reply: Forecast,
  },
  ({ ctx, body }) => previewRetention(ctx, body),
);

import { route } from "@/lib/http/route";
import { changeRetention, getRetention } from "@/lib/retention";
import { Policy, PolicyInput, RetentionView } from "@/lib/retention/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/retention",
    scope: "settings:read",
    summary: "How long history is kept, what the next round takes, and what the last one took.",
    reply: RetentionView,
    versioned: true,
  },
  ({ ctx }) => getRetention(ctx, {}),
);

export const PUT = route(
  {
    method: "PUT",
    path: "/api/v1/retention",
    scope: "settings:write",
    summary: "Change how long history is kept. It takes effect with the next round, within the hour.",
    body: PolicyInput,
    example: { run_days: 90, runs_per_pipeline: 1_000, version_days: 30, worker_days: 30 },
    reply: Policy,
    versioned: true,
  },
  ({ ctx, body, version }) => changeRetention(ctx, { ...body, version }),
);

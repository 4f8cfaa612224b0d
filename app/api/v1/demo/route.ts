import { demoState, loadDemo, removeDemo } from "@/lib/demo";
import { DemoLoaded, DemoRemoved, DemoState } from "@/lib/demo/schema";
import { route } from "@/lib/http/route";

const path = "/api/v1/demo";

export const GET = route(
  {
    method: "GET",
    path,
    scope: "runs:read",
    summary: "Is the demo loaded, and how far is it?",
    reply: DemoState,
  },
  ({ ctx }) => demoState(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path,
    scope: "runs:write",
    summary: "Backfill January 2001 of the flights pipeline, unless that was done before.",
    reply: DemoLoaded,
  },
  ({ ctx }) => loadDemo(ctx),
);

export const DELETE = route(
  {
    method: "DELETE",
    path,
    scope: "team:manage",
    summary: "Delete the demo's runs with their logs, artifacts and objects.",
    reply: DemoRemoved,
  },
  ({ ctx }) => removeDemo(ctx),
);

import { createView, listViews } from "@/lib/features";
import { FeatureViewInput, FeatureViewList, FeatureViewView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/views",
    scope: "features:read",
    summary: "Every feature view by name, as it holds now.",
    reply: FeatureViewList,
  },
  ({ ctx }) => listViews(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/views",
    scope: "features:write",
    summary:
      "Add a feature view: features of the same entities that are written together, with their types and how long a value is good for.",
    body: FeatureViewInput,
    example: {
      name: "driver_hourly_stats",
      entities: ["driver"],
      fields: [
        { name: "conv_rate", type: "FLOAT" },
        { name: "avg_daily_trips", type: "INT64" },
      ],
      ttl_seconds: 86_400,
      push_source: "driver_stats_push_source",
    },
    reply: FeatureViewView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createView(ctx, body),
);

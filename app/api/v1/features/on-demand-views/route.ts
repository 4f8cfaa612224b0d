import { createOnDemandView, listOnDemandViews } from "@/lib/features";
import { OnDemandViewInput, OnDemandViewList, OnDemandViewView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/on-demand-views",
    scope: "features:read",
    summary: "Every on-demand view by name.",
    reply: OnDemandViewList,
  },
  ({ ctx }) => listOnDemandViews(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/on-demand-views",
    scope: "features:write",
    summary:
      "Add an on-demand view: features that are computed by expressions when they are asked for, from features of views and from what the request brings.",
    body: OnDemandViewInput,
    example: {
      name: "trip_estimate",
      inputs: { conv_rate: "driver_hourly_stats:conv_rate" },
      request: [{ name: "distance_km", type: "DOUBLE" }],
      features: [
        { name: "expected", type: "DOUBLE", expression: "coalesce(conv_rate, 0.5) * distance_km" },
        { name: "is_long", type: "BOOL", expression: "distance_km > 30.0" },
      ],
    },
    reply: OnDemandViewView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createOnDemandView(ctx, body),
);

import { createService, listServices } from "@/lib/features";
import { FeatureServiceInput, FeatureServiceList, FeatureServiceView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/services",
    scope: "features:read",
    summary: "Every feature service by name.",
    reply: FeatureServiceList,
  },
  ({ ctx }) => listServices(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/services",
    scope: "features:write",
    summary: "Add a feature service: the features that a model asks for by one name.",
    body: FeatureServiceInput,
    example: {
      name: "driver_activity",
      features: ["driver_hourly_stats:conv_rate", "driver_hourly_stats:avg_daily_trips"],
    },
    reply: FeatureServiceView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createService(ctx, body),
);

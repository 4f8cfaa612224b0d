import { tryOnDemandView } from "@/lib/features";
import { OnDemandResult, OnDemandTrial } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/on-demand-trials",
    scope: "features:read",
    summary: "What the expressions of an on-demand view give for one row of values. Nothing is stored.",
    description:
      "The view need not be there yet. `values` has one value for each input and request field, by its name; what is left out is null.",
    body: OnDemandTrial,
    example: {
      inputs: { conv_rate: "driver_hourly_stats:conv_rate" },
      request: [{ name: "distance_km", type: "DOUBLE" }],
      features: [{ name: "expected", type: "DOUBLE", expression: "coalesce(conv_rate, 0.5) * distance_km" }],
      values: { conv_rate: 0.8, distance_km: 12.5 },
    },
    reply: OnDemandResult,
  },
  ({ ctx, body }) => tryOnDemandView(ctx, body),
);

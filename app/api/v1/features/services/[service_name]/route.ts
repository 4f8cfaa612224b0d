import * as z from "zod";
import { changeService, deleteService, getService } from "@/lib/features";
import { FeatureServiceChange, FeatureServiceView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

const params = z.object({ service_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/services/{service_name}",
    scope: "features:read",
    summary: "One feature service.",
    params,
    reply: FeatureServiceView,
    versioned: true,
  },
  ({ ctx, params }) => getService(ctx, { name: params.service_name }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/features/services/{service_name}",
    scope: "features:write",
    summary: "Change a feature service.",
    params,
    body: FeatureServiceChange,
    example: { features: ["driver_hourly_stats:conv_rate"] },
    reply: FeatureServiceView,
    versioned: true,
  },
  ({ ctx, params, body, version }) =>
    changeService(ctx, { name: params.service_name, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/features/services/{service_name}",
    scope: "features:write",
    summary: "Delete a feature service.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deleteService(ctx, { name: params.service_name, version }),
);

import * as z from "zod";
import { changeOnDemandView, deleteOnDemandView, getOnDemandView } from "@/lib/features";
import { OnDemandViewChange, OnDemandViewView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

const params = z.object({ on_demand_view: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/on-demand-views/{on_demand_view}",
    scope: "features:read",
    summary: "One on-demand view, as it holds now.",
    params,
    reply: OnDemandViewView,
    versioned: true,
  },
  ({ ctx, params }) => getOnDemandView(ctx, { name: params.on_demand_view }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/features/on-demand-views/{on_demand_view}",
    scope: "features:write",
    summary:
      "Change an on-demand view. Other inputs, request fields or expressions make the next version of its schema.",
    params,
    body: OnDemandViewChange,
    example: { features: [{ name: "is_long", type: "BOOL", expression: "distance_km > 40.0" }] },
    reply: OnDemandViewView,
    versioned: true,
  },
  ({ ctx, params, body, version }) =>
    changeOnDemandView(ctx, { name: params.on_demand_view, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/features/on-demand-views/{on_demand_view}",
    scope: "features:write",
    summary:
      "Delete an on-demand view. 409 while a service names one of its features; the answer says which.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deleteOnDemandView(ctx, { name: params.on_demand_view, version }),
);

import * as z from "zod";
import { changeView, deleteView, getView } from "@/lib/features";
import { FeatureViewChange, FeatureViewView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

const params = z.object({ view_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/views/{view_name}",
    scope: "features:read",
    summary: "One feature view, as it holds now.",
    params,
    reply: FeatureViewView,
    versioned: true,
  },
  ({ ctx, params }) => getView(ctx, { name: params.view_name }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/features/views/{view_name}",
    scope: "features:write",
    summary:
      "Change a feature view. Other entities or fields make the next version of its schema; values stay and serve those features that they have under the same type.",
    params,
    body: FeatureViewChange,
    example: { ttl_seconds: 172_800 },
    reply: FeatureViewView,
    versioned: true,
  },
  ({ ctx, params, body, version }) => changeView(ctx, { name: params.view_name, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/features/views/{view_name}",
    scope: "features:write",
    summary:
      "Delete a feature view with its values. 409 while a service names one of its features; the answer says which.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deleteView(ctx, { name: params.view_name, version }),
);

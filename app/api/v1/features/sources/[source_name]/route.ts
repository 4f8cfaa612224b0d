import * as z from "zod";
import { changeSource, deleteSource, getSource } from "@/lib/features";
import { FeatureSourceChange, FeatureSourceView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

const params = z.object({ source_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/sources/{source_name}",
    scope: "features:read",
    summary: "One data source.",
    params,
    reply: FeatureSourceView,
    versioned: true,
  },
  ({ ctx, params }) => getSource(ctx, { name: params.source_name }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/features/sources/{source_name}",
    scope: "features:write",
    summary: "Change a data source. What is materialised already stays as it is.",
    params,
    body: FeatureSourceChange,
    example: { path: "s3://gwanje/features/driver_stats_v2/" },
    reply: FeatureSourceView,
    versioned: true,
  },
  ({ ctx, params, body, version }) => changeSource(ctx, { name: params.source_name, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/features/sources/{source_name}",
    scope: "features:write",
    summary: "Delete a data source; its files stay. 409 while a view has it; the answer says which.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deleteSource(ctx, { name: params.source_name, version }),
);

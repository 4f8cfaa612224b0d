import { createEntity, listEntities } from "@/lib/features";
import { FeatureEntityInput, FeatureEntityList, FeatureEntityView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/entities",
    scope: "features:read",
    summary: "Every entity by name.",
    reply: FeatureEntityList,
  },
  ({ ctx }) => listEntities(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/entities",
    scope: "features:write",
    summary: "Add an entity: what features are about, and the column that names one of them.",
    body: FeatureEntityInput,
    example: {
      name: "driver",
      join_key: "driver_id",
      value_type: "INT64",
      description: "A driver by the id of the fleet.",
    },
    reply: FeatureEntityView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createEntity(ctx, body),
);

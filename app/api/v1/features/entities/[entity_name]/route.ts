import * as z from "zod";
import { changeEntity, deleteEntity, getEntity } from "@/lib/features";
import { FeatureEntityChange, FeatureEntityView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

const params = z.object({ entity_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/entities/{entity_name}",
    scope: "features:read",
    summary: "One entity.",
    params,
    reply: FeatureEntityView,
    versioned: true,
  },
  ({ ctx, params }) => getEntity(ctx, { name: params.entity_name }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/features/entities/{entity_name}",
    scope: "features:write",
    summary: "Change the description, owner or tags of an entity. Its join key and type stay.",
    params,
    body: FeatureEntityChange,
    example: { owner: "fleet@example.com", tags: { team: "fleet" } },
    reply: FeatureEntityView,
    versioned: true,
  },
  ({ ctx, params, body, version }) => changeEntity(ctx, { name: params.entity_name, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/features/entities/{entity_name}",
    scope: "features:write",
    summary: "Delete an entity. 409 while a view has it; the answer says which.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deleteEntity(ctx, { name: params.entity_name, version }),
);

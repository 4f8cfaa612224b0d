import * as z from "zod";
import { route } from "@/lib/http/route";
import { changePool, deletePool, getPool } from "@/lib/settings";
import { PoolChange, PoolView } from "@/lib/settings/schema";

const params = z.object({ name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pools/{name}",
    scope: "settings:read",
    summary: "One pool.",
    params,
    reply: PoolView,
    versioned: true,
  },
  ({ ctx, params }) => getPool(ctx, params),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/pools/{name}",
    scope: "settings:write",
    summary:
      "Change the slots or the description of a pool. With fewer slots than are in use, running tasks go on.",
    params,
    body: PoolChange,
    example: { slots: 4 },
    reply: PoolView,
    versioned: true,
  },
  ({ ctx, params, body, version }) => changePool(ctx, { ...params, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/pools/{name}",
    scope: "settings:write",
    summary:
      "Delete a pool. 409 for default_pool and while a live pipeline or an unfinished run uses it; the answer says which.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deletePool(ctx, { ...params, version }),
);

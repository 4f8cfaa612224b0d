import * as z from "zod";
import { route } from "@/lib/http/route";
import { changeConnection, deleteConnection, getConnection } from "@/lib/settings";
import { ConnectionChange, ConnectionView } from "@/lib/settings/schema";

const params = z.object({ id: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/connections/{id}",
    scope: "settings:read",
    summary: "One connection.",
    params,
    reply: ConnectionView,
    versioned: true,
  },
  ({ ctx, params }) => getConnection(ctx, params),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/connections/{id}",
    scope: "settings:write",
    summary: "Change a connection: what is left out stays, null removes a password or extra.",
    description:
      "With another type, host, port or extra a stored password and extra are given again, or removed: they go nowhere they were not given for.",
    params,
    body: ConnectionChange,
    example: { host: "db2.example.com", password: null },
    reply: ConnectionView,
    versioned: true,
  },
  ({ ctx, params, body, version }) => changeConnection(ctx, { ...params, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/connections/{id}",
    scope: "settings:write",
    summary: "Delete a connection. Tasks that name it fail to start from then on.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deleteConnection(ctx, { ...params, version }),
);

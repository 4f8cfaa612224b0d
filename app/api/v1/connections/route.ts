import { route } from "@/lib/http/route";
import { createConnection, listConnections } from "@/lib/settings";
import { ConnectionInput, ConnectionList, ConnectionView } from "@/lib/settings/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/connections",
    scope: "settings:read",
    summary: "Every connection by id, without passwords and extras.",
    reply: ConnectionList,
  },
  ({ ctx }) => listConnections(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/connections",
    scope: "settings:write",
    summary: "Add a connection. Password and extra are encrypted and can never be read back, only replaced.",
    body: ConnectionInput,
    example: {
      id: "warehouse",
      type: "postgres",
      host: "db.example.com",
      port: 5432,
      login: "reader",
      password: "secret",
      database: "sales",
    },
    reply: ConnectionView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createConnection(ctx, body),
);

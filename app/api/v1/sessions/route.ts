import { route } from "@/lib/http/route";
import { listSessions, revokeSessions } from "@/lib/team";
import { SessionList } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/sessions",
    scope: "self:write",
    summary: "Where one is signed in.",
    reply: SessionList,
  },
  ({ ctx }) => listSessions(ctx, {}),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/sessions",
    scope: "self:write",
    summary: "Sign out everywhere, here included.",
  },
  ({ ctx }) => revokeSessions(ctx, {}),
);

import { route } from "@/lib/http/route";
import { createInvite, listInvites } from "@/lib/team";
import { InviteInput, InviteList, NewInvite } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/invites",
    scope: "team:manage",
    summary: "The last 100 invites.",
    reply: InviteList,
  },
  ({ ctx }) => listInvites(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/invites",
    scope: "team:manage",
    stepUp: true,
    summary: "Make an invite; its link is in this answer and never again.",
    description: "Only for roles whose permissions the caller has: a token needs all of their scopes.",
    body: InviteInput,
    example: { email: "mina@example.com", role: "editor" },
    reply: NewInvite,
    status: 201,
  },
  ({ ctx, body }) => createInvite(ctx, body),
);

import { passwordPolicy } from "@/lib/http/password-policy";
import { route } from "@/lib/http/route";
import { systemCtx } from "@/lib/platform/context";
import { acceptInvite } from "@/lib/team";
import { AcceptInviteInput, UserView } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/invites/accept",
    scope: "public",
    summary: "Join the team by an invite link.",
    body: AcceptInviteInput,
    example: {
      token: "paste the token of the link here",
      name: "Kim Mina",
      email: "mina@example.com",
      password: "a sentence nobody else would think of",
    },
    reply: UserView,
    status: 201,
  },
  ({ ctx, body }) =>
    acceptInvite(
      { ...systemCtx(ctx, "invite"), ip: ctx.ip, requestId: ctx.requestId },
      { ...body, passwords: passwordPolicy() },
    ),
);

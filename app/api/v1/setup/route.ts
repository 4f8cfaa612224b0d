import * as z from "zod";
import { route } from "@/lib/http/route";
import { systemCtx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { setUpTeam } from "@/lib/team";
import { SetupInput } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/setup",
    scope: "public",
    summary: "Make the team and its first admin. 404 once a team exists.",
    body: SetupInput,
    example: {
      token: "paste the token that npm start prints",
      team_name: "Data",
      name: "Kim Mina",
      email: "mina@example.com",
      password: "a sentence nobody else would think of",
    },
    reply: z.object({ user_id: z.string() }),
    status: 201,
  },
  ({ ctx, body }) =>
    setUpTeam(
      { ...systemCtx(ctx, "setup"), ip: ctx.ip, requestId: ctx.requestId },
      body,
      env().GWANJE_SETUP_TOKEN,
    ),
);

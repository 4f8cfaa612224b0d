import * as z from "zod";
import { route } from "@/lib/http/route";
import { changeUser } from "@/lib/team";
import { ChangeUserInput, UserView } from "@/lib/team/schema";

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/users/{userId}",
    scope: "team:manage",
    stepUp: true,
    summary: "Change a member's role, or deactivate them. Their sessions end at once.",
    description: "Only for roles whose permissions the caller has: a token needs all of their scopes.",
    params: z.object({ userId: z.string() }),
    body: ChangeUserInput.omit({ user_id: true }),
    example: { role: "editor" },
    reply: UserView,
  },
  ({ ctx, params, body }) => changeUser(ctx, { ...body, user_id: params.userId }),
);

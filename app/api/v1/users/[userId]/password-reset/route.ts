import * as z from "zod";
import { passwordPolicy } from "@/lib/http/password-policy";
import { route } from "@/lib/http/route";
import { createPasswordReset } from "@/lib/team";
import { NewPasswordReset } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/users/{userId}/password-reset",
    scope: "team:manage",
    stepUp: true,
    summary:
      "Make a link by which a member chooses a new password; it is in this answer and never again. 409 for one who signs in through the provider.",
    params: z.object({ userId: z.string() }),
    reply: NewPasswordReset,
    status: 201,
  },
  ({ ctx, params }) => createPasswordReset(ctx, { user_id: params.userId, passwords: passwordPolicy() }),
);

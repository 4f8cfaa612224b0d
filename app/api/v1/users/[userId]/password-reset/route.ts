import * as z from "zod";
import { route } from "@/lib/http/route";
import { createPasswordReset } from "@/lib/team";
import { NewPasswordReset } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/users/{userId}/password-reset",
    scope: "team:manage",
    stepUp: true,
    summary: "Make a link by which a member chooses a new password; it is in this answer and never again.",
    params: z.object({ userId: z.string() }),
    reply: NewPasswordReset,
    status: 201,
  },
  ({ ctx, params }) => createPasswordReset(ctx, { user_id: params.userId }),
);

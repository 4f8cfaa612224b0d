import { passwordPolicy } from "@/lib/http/password-policy";
import { route } from "@/lib/http/route";
import { changePassword } from "@/lib/team";
import { ChangePasswordInput } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/me/password",
    scope: "self:write",
    summary: "Change one's password; every session ends.",
    body: ChangePasswordInput,
    example: { current_password: "the one until now", new_password: "a sentence nobody else would think of" },
  },
  ({ ctx, body }) => changePassword(ctx, { ...body, passwords: passwordPolicy() }),
);

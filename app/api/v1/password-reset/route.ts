import { passwordPolicy } from "@/lib/http/password-policy";
import { route } from "@/lib/http/route";
import { systemCtx } from "@/lib/platform/context";
import { resetPassword } from "@/lib/team";
import { ResetPasswordInput } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/password-reset",
    scope: "public",
    summary: "Choose a new password by a reset link. Every session of the member ends.",
    body: ResetPasswordInput,
    example: { token: "paste the token of the link here", password: "a sentence nobody else would think of" },
  },
  ({ ctx, body }) =>
    resetPassword(
      { ...systemCtx(ctx, "password_reset"), ip: ctx.ip, requestId: ctx.requestId },
      { ...body, passwords: passwordPolicy() },
    ),
);

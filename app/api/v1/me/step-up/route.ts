import { route } from "@/lib/http/route";
import { confirmPassword } from "@/lib/team";
import { ConfirmPasswordInput } from "@/lib/team/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/me/step-up",
    scope: "self:write",
    summary: "Confirm one's password; for ten minutes this session may make tokens and change members.",
    body: ConfirmPasswordInput,
    example: { password: "a sentence nobody else would think of" },
  },
  ({ ctx, body }) => confirmPassword(ctx, body),
);

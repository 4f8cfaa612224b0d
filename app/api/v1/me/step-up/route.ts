import { passwordPolicy } from "@/lib/http/password-policy";
import { route } from "@/lib/http/route";
import { ssoProviders } from "@/lib/http/sso-providers";
import { env } from "@/lib/platform/env";
import { confirmPassword, listStepUpWays } from "@/lib/team";
import { ConfirmPasswordInput, StepUpWays } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/me/step-up",
    scope: "self:write",
    summary: "How one may confirm that it is oneself: by password, by a linked account.",
    description:
      "A browser confirms at a provider as it signs in there, with `callbackUrl` set to `/step-up?page=` and the page to come back to.",
    reply: StepUpWays,
  },
  ({ ctx }) => listStepUpWays(ctx, { passwords: passwordPolicy(), providers: ssoProviders(env()) }),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/me/step-up",
    scope: "self:write",
    summary: "Confirm one's password; for ten minutes this session may make tokens and change members.",
    body: ConfirmPasswordInput,
    example: { password: "a sentence nobody else would think of" },
  },
  ({ ctx, body }) => confirmPassword(ctx, { ...body, passwords: passwordPolicy() }),
);

import { route } from "@/lib/http/route";
import { listSignInWarnings } from "@/lib/team";
import { SignInWarningList } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/me/sign-in-warnings",
    scope: "self:write",
    summary: "Accounts at which signing in failed 20 times within an hour, of the last 7 days.",
    description: "One's own; for an admin everybody's.",
    reply: SignInWarningList,
  },
  ({ ctx }) => listSignInWarnings(ctx, {}),
);

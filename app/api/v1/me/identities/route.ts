import { route } from "@/lib/http/route";
import { listIdentities } from "@/lib/team";
import { IdentityList } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/me/identities",
    scope: "self:write",
    summary: "One's own linked accounts at identity providers, and whether one has a password.",
    reply: IdentityList,
  },
  ({ ctx }) => listIdentities(ctx, {}),
);

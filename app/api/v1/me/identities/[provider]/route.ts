import * as z from "zod";
import { passwordPolicy } from "@/lib/http/password-policy";
import { route } from "@/lib/http/route";
import { unlinkIdentity } from "@/lib/team";

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/me/identities/{provider}",
    scope: "self:write",
    stepUp: true,
    summary: "Unlink one's account at a provider. 409 when it is the last way to sign in.",
    params: z.object({ provider: z.string() }),
  },
  ({ ctx, params }) => unlinkIdentity(ctx, { ...params, passwords: passwordPolicy() }),
);

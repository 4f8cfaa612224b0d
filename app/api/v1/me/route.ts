import { route } from "@/lib/http/route";
import { changePreferences } from "@/lib/team";
import { PreferencesInput } from "@/lib/team/schema";

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/me",
    scope: "self:write",
    summary: "Change one's name, language and time zone.",
    body: PreferencesInput,
  },
  ({ ctx, body }) => changePreferences(ctx, body),
);

import { route } from "@/lib/http/route";
import { changePreferences, whoAmI } from "@/lib/team";
import { Me, PreferencesInput } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/me",
    scope: "signed-in",
    summary: "Who is calling, and what they may do.",
    reply: Me,
  },
  async ({ ctx }) => whoAmI(ctx),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/me",
    scope: "self:write",
    summary: "Change one's name, language and time zone.",
    body: PreferencesInput,
    example: { locale: "ko", time_zone: "Asia/Seoul" },
  },
  ({ ctx, body }) => changePreferences(ctx, body),
);

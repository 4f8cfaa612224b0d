import { route } from "@/lib/http/route";
import { changeTeam, getTeam } from "@/lib/team";
import { TeamChange, TeamView } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/team",
    scope: "team:read",
    summary: "The team's name, and its language and time zone for people who have chosen none.",
    reply: TeamView,
  },
  ({ ctx }) => getTeam(ctx, {}),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/team",
    scope: "team:manage",
    summary: "Change the team's name, language or time zone.",
    body: TeamChange,
    example: { name: "Delays", locale: "ko", time_zone: "Asia/Seoul" },
    reply: TeamView,
  },
  ({ ctx, body }) => changeTeam(ctx, body),
);

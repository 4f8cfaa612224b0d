import { route } from "@/lib/http/route";
import { listUsers } from "@/lib/team";
import { UserList } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/users",
    scope: "team:read",
    summary: "The members of the team.",
    reply: UserList,
  },
  ({ ctx }) => listUsers(ctx, {}),
);

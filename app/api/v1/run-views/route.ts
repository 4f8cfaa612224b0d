import { route } from "@/lib/http/route";
import { listSavedViews, saveView } from "@/lib/runs";
import { SavedViewBody, SavedViewList, SavedViewMade } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/run-views",
    scope: "runs:read",
    summary: "Saved views of the lists of runs and task instances: those of the team, and one's own.",
    reply: SavedViewList,
  },
  ({ ctx }) => listSavedViews(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/run-views",
    scope: "self:write",
    summary: "Save a view of runs or task instances. One that the team sees needs runs:write too.",
    body: SavedViewBody,
    example: {
      page: "runs",
      name: "Failed at night",
      search: "state=failed&when=yesterday&tag=nightly",
      is_shared: true,
    },
    reply: SavedViewMade,
    status: 201,
  },
  ({ ctx, body }) => saveView(ctx, body),
);

import { route } from "@/lib/http/route";
import { changeView, deleteView } from "@/lib/runs";
import { SavedViewChange, SavedViewRef } from "@/lib/runs/schema";

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/run-views/{view_id}",
    scope: "self:write",
    summary:
      "Rename, change or share a saved view of runs. What is left out stays. What the team sees, or is to see, needs runs:write too.",
    params: SavedViewRef,
    body: SavedViewChange,
    example: { name: "Failed at night", is_shared: true },
  },
  ({ ctx, params, body }) => changeView(ctx, { ...body, ...params }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/run-views/{view_id}",
    scope: "self:write",
    summary: "Delete a saved view of runs. One that the team sees needs runs:write too.",
    params: SavedViewRef,
  },
  ({ ctx, params }) => deleteView(ctx, params),
);

import * as z from "zod";
import { changeTableView, deleteTableView } from "@/lib/experiments";
import { TableViewChange } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

const params = z.object({ experiment_id: z.string(), view_id: z.string() });

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/experiments/{experiment_id}/views/{view_id}",
    scope: "self:write",
    summary:
      "Rename, change or share a saved view. What is left out stays. What the team sees, or is to see, needs experiments:write too.",
    params,
    body: TableViewChange,
    example: { name: "Best runs", is_default: true },
  },
  ({ ctx, params, body }) => changeTableView(ctx, { ...body, ...params }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/experiments/{experiment_id}/views/{view_id}",
    scope: "self:write",
    summary: "Delete a saved view. One that the team sees needs experiments:write too.",
    params,
  },
  ({ ctx, params }) => deleteTableView(ctx, params),
);

import { route } from "@/lib/http/route";
import { changeLogSearch, deleteLogSearch } from "@/lib/log-records";
import { LogSearchChange, LogSearchRef } from "@/lib/log-records/schema";

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/log-searches/{search_id}",
    scope: "self:write",
    summary:
      "Rename, change or share a saved search. What is left out stays. What the team sees, or is to see, needs logs:write too.",
    params: LogSearchRef,
    body: LogSearchChange,
    example: { name: "Errors of the shop", is_shared: true },
  },
  ({ ctx, params, body }) => changeLogSearch(ctx, { ...body, ...params }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/log-searches/{search_id}",
    scope: "self:write",
    summary: "Delete a saved search. One that the team sees needs logs:write too.",
    params: LogSearchRef,
  },
  ({ ctx, params }) => deleteLogSearch(ctx, params),
);

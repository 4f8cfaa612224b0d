import * as z from "zod";
import { route } from "@/lib/http/route";
import { changeVariable, deleteVariable, getVariable } from "@/lib/settings";
import { VariableChange, VariableView } from "@/lib/settings/schema";

const params = z.object({ key: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/variables/{key}",
    scope: "settings:read",
    summary: "One variable.",
    params,
    reply: VariableView,
    versioned: true,
  },
  ({ ctx, params }) => getVariable(ctx, params),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/variables/{key}",
    scope: "settings:write",
    summary:
      "Change a variable: what is left out stays. A secret becomes plain only together with a new value.",
    params,
    body: VariableChange,
    example: { value: "xoxb-5678" },
    reply: VariableView,
    versioned: true,
  },
  ({ ctx, params, body, version }) => changeVariable(ctx, { ...params, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/variables/{key}",
    scope: "settings:write",
    summary: "Delete a variable. Tasks that name it fail to start from then on.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deleteVariable(ctx, { ...params, version }),
);

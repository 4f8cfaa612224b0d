import { route } from "@/lib/http/route";
import { createVariable, listVariables } from "@/lib/settings";
import { VariableInput, VariableList, VariableView } from "@/lib/settings/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/variables",
    scope: "settings:read",
    summary: "Every variable by key; the values of secrets are never in it.",
    reply: VariableList,
  },
  ({ ctx }) => listVariables(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/variables",
    scope: "settings:write",
    summary: "Add a variable. A secret value is encrypted and can never be read back, only replaced.",
    body: VariableInput,
    example: {
      key: "SLACK_TOKEN",
      value: "xoxb-1234",
      is_secret: true,
      description: "Posts the daily report.",
    },
    reply: VariableView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createVariable(ctx, body),
);

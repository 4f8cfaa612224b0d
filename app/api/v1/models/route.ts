import { route } from "@/lib/http/route";
import { createModel, listModels, readModel } from "@/lib/models";
import {
  RegisteredModelBody,
  RegisteredModelDetail,
  RegisteredModelPage,
  RegisteredModelQuery,
} from "@/lib/models/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models",
    scope: "models:read",
    summary: "Registered models by name, each with its tags, aliases and newest version.",
    description:
      "`filter` is MLflow's language over `name` and `tags.<key>`, and also takes OR, NOT and parentheses.",
    query: RegisteredModelQuery,
    reply: RegisteredModelPage,
  },
  ({ ctx, query }) => listModels(ctx, query),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/models",
    scope: "models:write",
    summary: "Register a model under a name. 409 when the name is taken.",
    body: RegisteredModelBody,
    example: { name: "flights", description: "Delays of **flights**.", tags: { team: "ml" } },
    reply: RegisteredModelDetail,
    status: 201,
  },
  async ({ ctx, body: { tags, ...body } }) => {
    const given = Object.entries(tags).map(([key, value]) => ({ key, value }));
    await createModel(ctx, { ...body, tags: given });
    return readModel(ctx, { name: body.name });
  },
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { changeModel, deleteModel, readModel } from "@/lib/models";
import { RegisteredModelChange, RegisteredModelDetail } from "@/lib/models/schema";

const params = z.object({ model_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models/{model_name}",
    scope: "models:read",
    summary: "One registered model.",
    params,
    reply: RegisteredModelDetail,
  },
  ({ ctx, params }) => readModel(ctx, { name: params.model_name }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/models/{model_name}",
    scope: "models:write",
    summary:
      "Rename a registered model, describe it or set its tags. What is left out stays; a tag that is null is removed.",
    params,
    body: RegisteredModelChange,
    example: { name: "flight-delays", description: "Delays in minutes.", tags: { team: "ml", draft: null } },
    reply: RegisteredModelDetail,
  },
  async ({ ctx, params: { model_name: name }, body }) => {
    await changeModel(ctx, { name, change: body });
    return readModel(ctx, { name: body.name ?? name });
  },
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/models/{model_name}",
    scope: "models:write",
    summary: "Delete a registered model with its versions. The files stay with the runs that made them.",
    params,
  },
  ({ ctx, params }) => deleteModel(ctx, { name: params.model_name }),
);

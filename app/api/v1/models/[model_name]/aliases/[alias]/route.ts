import * as z from "zod";
import { route } from "@/lib/http/route";
import { deleteAlias, readModel, setAlias } from "@/lib/models";
import { AliasBody, RegisteredModelDetail } from "@/lib/models/schema";

const params = z.object({ model_name: z.string(), alias: z.string() });

export const PUT = route(
  {
    method: "PUT",
    path: "/api/v1/models/{model_name}/aliases/{alias}",
    scope: "models:write",
    summary: "Set an alias of a version, or move it there.",
    params,
    body: AliasBody,
    example: { version: 3 },
    reply: RegisteredModelDetail,
  },
  async ({ ctx, params: { model_name: name, alias }, body }) => {
    await setAlias(ctx, { name, alias, version: String(body.version) });
    return readModel(ctx, { name });
  },
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/models/{model_name}/aliases/{alias}",
    scope: "models:write",
    summary: "Remove an alias. One that is not there is no error.",
    params,
  },
  ({ ctx, params: { model_name: name, alias } }) => deleteAlias(ctx, { name, alias }),
);

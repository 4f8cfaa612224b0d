import * as z from "zod";
import { route } from "@/lib/http/route";
import { changeVersion, deleteVersion, readVersion } from "@/lib/models";
import { VersionChange, VersionDetail } from "@/lib/models/schema";

const params = z.object({ model_name: z.string(), version: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models/{model_name}/versions/{version}",
    scope: "models:read",
    summary:
      "A version with its signature, files and lineage: the run that made it, its data, and the task of a pipeline.",
    params,
    reply: VersionDetail,
  },
  ({ ctx, params: { model_name: name, version } }) => readVersion(ctx, { name, version }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/models/{model_name}/versions/{version}",
    scope: "models:write",
    summary:
      "Describe a version, move it to another stage or set its tags. What is left out stays; a tag that is null is removed.",
    params,
    body: VersionChange,
    example: { description: "Trained on 2001.", stage: "Staging", tags: { validated: "yes", draft: null } },
    reply: VersionDetail,
  },
  async ({ ctx, params: { model_name: name, version }, body }) => {
    await changeVersion(ctx, { name, version, change: body });
    return readVersion(ctx, { name, version });
  },
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/models/{model_name}/versions/{version}",
    scope: "models:write",
    summary:
      "Delete a version. Its number is not given again, and its files stay with the run that made them.",
    params,
  },
  ({ ctx, params: { model_name: name, version } }) => deleteVersion(ctx, { name, version }),
);

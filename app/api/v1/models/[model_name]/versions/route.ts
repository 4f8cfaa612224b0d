import * as z from "zod";
import { route } from "@/lib/http/route";
import { createVersion, listVersions, readVersion } from "@/lib/models";
import { VersionBody, VersionDetail, VersionPage, VersionQuery } from "@/lib/models/schema";

const params = z.object({ model_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models/{model_name}/versions",
    scope: "models:read",
    summary:
      "Versions of a registered model, each with the run that made it and the metrics that are asked for.",
    description:
      "`filter` is MLflow's language over `version_number`, `run_id`, `source_path` and `tags.<key>`, and also takes OR, NOT and parentheses.",
    params,
    query: VersionQuery,
    reply: VersionPage,
  },
  ({ ctx, params, query }) => listVersions(ctx, { ...query, name: params.model_name }),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/models/{model_name}/versions",
    scope: "models:write",
    summary: "Make the next version of a registered model from what a run logged.",
    params,
    body: VersionBody,
    example: {
      source: "runs:/0199f2d0c4c87f7d9b1a3c5e7f90a1b2/model",
      run_id: "0199f2d0c4c87f7d9b1a3c5e7f90a1b2",
      tags: { validated: "yes" },
    },
    reply: VersionDetail,
    status: 201,
  },
  async ({ ctx, params: { model_name: name }, body: { tags, ...body } }) => {
    const given = Object.entries(tags).map(([key, value]) => ({ key, value }));
    const { version } = await createVersion(ctx, { ...body, name, tags: given });
    return readVersion(ctx, { name, version: String(version) });
  },
);

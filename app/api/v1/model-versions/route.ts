import { route } from "@/lib/http/route";
import { listVersions } from "@/lib/models";
import { VersionPage, VersionQuery } from "@/lib/models/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/model-versions",
    scope: "models:read",
    summary: "Versions of all registered models, such as those that one run made.",
    description:
      "`filter` is MLflow's language over `name`, `version_number`, `run_id`, `source_path` and `tags.<key>`, and also takes OR, NOT and parentheses: `run_id = '0199f2d0c4c87f7d9b1a3c5e7f90a1b2'`.",
    query: VersionQuery,
    reply: VersionPage,
  },
  ({ ctx, query }) => listVersions(ctx, query),
);

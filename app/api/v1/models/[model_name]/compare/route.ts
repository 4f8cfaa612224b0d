import * as z from "zod";
import { route } from "@/lib/http/route";
import { compareVersions } from "@/lib/models";
import { VersionComparison, VersionComparisonQuery } from "@/lib/models/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models/{model_name}/compare",
    scope: "models:read",
    summary: "Two versions side by side: metrics, parameters, tags, signature, and files with their sizes.",
    params: z.object({ model_name: z.string() }),
    query: VersionComparisonQuery,
    reply: VersionComparison,
  },
  ({ ctx, params, query }) =>
    compareVersions(ctx, {
      ...query,
      name: params.model_name,
      base: String(query.base),
      other: String(query.other),
    }),
);

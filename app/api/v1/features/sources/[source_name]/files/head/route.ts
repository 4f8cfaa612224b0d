import * as z from "zod";
import { ArtifactHead } from "@/lib/artifacts/schema";
import { readSourceFileHead } from "@/lib/features";
import { SourceFileQuery } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/sources/{source_name}/files/head",
    scope: "features:read",
    summary: "The beginning of a file of a data source: rows of CSV; of parquet, only that it is that.",
    params: z.object({ source_name: z.string() }),
    query: SourceFileQuery,
    reply: ArtifactHead,
  },
  ({ ctx, params, query }) => readSourceFileHead(ctx, { name: params.source_name, ...query }),
);

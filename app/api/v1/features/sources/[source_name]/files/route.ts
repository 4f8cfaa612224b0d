import * as z from "zod";
import { listSourceFiles } from "@/lib/features";
import { SourceFileList } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/sources/{source_name}/files",
    scope: "features:read",
    summary: "The files that a data source has at this moment, with their sizes; none for a query.",
    description: "A file's bytes are at `/data/downloads/feature-sources/{source_name}/{path}`.",
    params: z.object({ source_name: z.string() }),
    reply: SourceFileList,
  },
  ({ ctx, params }) => listSourceFiles(ctx, { name: params.source_name }),
);

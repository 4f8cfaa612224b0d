import * as z from "zod";
import { route } from "@/lib/http/route";
import { listVersionFiles } from "@/lib/pipelines";
import { VersionFiles } from "@/lib/pipelines/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}/versions/{number}/files",
    scope: "pipelines:read",
    summary: "The files of a version's code.",
    params: z.object({ dagId: z.string(), number: z.string() }),
    reply: VersionFiles,
  },
  ({ ctx, params }) => listVersionFiles(ctx, { dag_id: params.dagId, number: params.number }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { getVersionFile } from "@/lib/pipelines";
import { VersionFile } from "@/lib/pipelines/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}/versions/{number}/files/{path}",
    scope: "pipelines:read",
    summary: "One file of a version's code: its text up to 1 MiB, or that it is binary or larger.",
    params: z.object({ dagId: z.string(), number: z.string(), path: z.array(z.string()) }),
    reply: VersionFile,
  },
  ({ ctx, params }) =>
    getVersionFile(ctx, { dag_id: params.dagId, number: params.number, path: params.path }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { listVersions } from "@/lib/pipelines";
import { VersionList } from "@/lib/pipelines/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}/versions",
    scope: "pipelines:read",
    summary: "Its versions, newest first.",
    params: z.object({ dagId: z.string() }),
    reply: VersionList,
  },
  ({ ctx, params }) => listVersions(ctx, { dag_id: params.dagId }),
);

import * as z from "zod";
import { route } from "@/lib/http/route";
import { getVersion } from "@/lib/pipelines";
import { VersionDetail } from "@/lib/pipelines/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}/versions/{number}",
    scope: "pipelines:read",
    summary: "One version: spec and layout.",
    params: z.object({ dagId: z.string(), number: z.string() }),
    reply: VersionDetail,
  },
  ({ ctx, params }) => getVersion(ctx, { dag_id: params.dagId, number: params.number }),
);

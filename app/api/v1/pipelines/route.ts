import { route } from "@/lib/http/route";
import { listPipelines } from "@/lib/pipelines";
import { PipelineList, PipelineQuery } from "@/lib/pipelines/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines",
    scope: "pipelines:read",
    summary: "Every pipeline with its last 14 runs.",
    query: PipelineQuery,
    reply: PipelineList,
  },
  ({ ctx, query }) => listPipelines(ctx, query),
);

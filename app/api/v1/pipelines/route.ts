import { route } from "@/lib/http/route";
import { listPipelines } from "@/lib/pipelines";
import { PipelinePage, PipelineQuery } from "@/lib/pipelines/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines",
    scope: "pipelines:read",
    summary: "Pipelines with their last 14 runs, by name.",
    query: PipelineQuery,
    reply: PipelinePage,
  },
  ({ ctx, query }) => listPipelines(ctx, query),
);

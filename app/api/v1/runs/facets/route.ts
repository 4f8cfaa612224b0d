import { route } from "@/lib/http/route";
import { runFacets } from "@/lib/runs";
import { RunFacets } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/runs/facets",
    scope: "runs:read",
    summary: "The pipelines, tags and people that runs can be filtered by.",
    reply: RunFacets,
  },
  ({ ctx }) => runFacets(ctx, {}),
);
